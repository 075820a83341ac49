"""Form schemas and the validation of what officers enter.

``load`` reads a form's JSON file, ``gather`` shapes what a browser sent, ``validate`` returns exact values or raises
``kit.errors.FieldErrors`` with a sentence per field.
"""

from workflows.forms.errors import FormRefused
from workflows.forms.gathering import gather
from workflows.forms.load import load
from workflows.forms.model import Field, FieldType, Form, Label, Option
from workflows.forms.validation import validate

__all__ = ["Field", "FieldType", "Form", "FormRefused", "Label", "Option", "gather", "load", "validate"]
