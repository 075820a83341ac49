"""The first schema, with the triggers that keep the gates."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
import kit.db
from migrations.triggers import create_triggers, drop_triggers


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('audit_events',
    sa.Column('shard', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('actor', sa.String(length=80), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('subject', sa.String(length=80), nullable=False),
    sa.Column('payload', sa.Text(), nullable=False),
    sa.Column('mac', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('shard', 'seq', name=op.f('pk_audit_events'))
    )
    with op.batch_alter_table('audit_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_events_subject'), ['subject'], unique=False)

    op.create_table('audit_heads',
    sa.Column('shard', sa.Integer(), nullable=False),
    sa.Column('seq', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('mac', sa.LargeBinary(length=32), nullable=False),
    sa.Column('seal', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('shard', name=op.f('pk_audit_heads'))
    )
    op.create_table('case_counters',
    sa.Column('area_code', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('area_code', 'year', name=op.f('pk_case_counters'))
    )
    op.create_table('command_receipts',
    sa.Column('request_id', sa.String(length=80), nullable=False),
    sa.Column('command', sa.String(length=40), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('result', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_command_receipts'))
    )
    op.create_table('demo_clock',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('offset_seconds', sa.Float(), nullable=False),
    sa.CheckConstraint('id = 1', name=op.f('ck_demo_clock_one_row')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_demo_clock'))
    )
    op.create_table('file_counters',
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('year', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('county_code', 'year', name=op.f('pk_file_counters'))
    )
    op.create_table('households',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('county_code', sa.String(length=12), nullable=False),
    sa.Column('address', sa.LargeBinary(), nullable=False),
    sa.Column('housing', sa.String(length=20), nullable=False),
    sa.Column('floor_area_dm2', sa.Integer(), nullable=True),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('revised_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('floor_area_dm2 IS NULL OR floor_area_dm2 >= 0', name=op.f('ck_households_floor_area')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_households'))
    )
    op.create_table('login_throttles',
    sa.Column('key', sa.LargeBinary(length=32), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('since', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('key', name=op.f('pk_login_throttles'))
    )
    with op.batch_alter_table('login_throttles', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_throttles_since'), ['since'], unique=False)

    op.create_table('officers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('login', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('language', sa.String(length=2), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('last_login_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('disabled_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officers')),
    sa.UniqueConstraint('login', name=op.f('uq_officers_login'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event', sa.String(length=80), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=True),
    sa.Column('payload', sa.JSON(), nullable=False),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('available_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('done_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('dead_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('last_error', sa.String(length=500), nullable=True),
    sa.CheckConstraint('done_at IS NULL OR dead_at IS NULL', name=op.f('ck_outbox_done_or_dead')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key'))
    )
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.create_index('ix_outbox_open', ['available_at'], unique=False, sqlite_where=sa.text('done_at IS NULL AND dead_at IS NULL'), postgresql_where=sa.text('done_at IS NULL AND dead_at IS NULL'))

    op.create_table('persons',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('id_number', sa.LargeBinary(), nullable=False),
    sa.Column('id_number_index', sa.LargeBinary(length=32), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('name_index', sa.LargeBinary(length=32), nullable=False),
    sa.Column('name_masked', sa.String(length=8), nullable=False),
    sa.Column('sex', sa.String(length=6), nullable=False),
    sa.Column('birth_year', sa.Integer(), nullable=False),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("sex IN ('male', 'female')", name=op.f('ck_persons_sex')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_persons')),
    sa.UniqueConstraint('id_number_index', name=op.f('uq_persons_id_number_index'))
    )
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_persons_name_index'), ['name_index'], unique=False)

    op.create_table('policy_parameters',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=40), nullable=False),
    sa.Column('division', sa.String(length=12), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('value', sa.JSON(), nullable=False),
    sa.Column('unit', sa.String(length=40), nullable=False),
    sa.Column('legal_basis', sa.String(length=200), nullable=False),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_policy_parameters_period')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy_parameters')),
    sa.UniqueConstraint('name', 'division', 'valid_from', name=op.f('uq_policy_parameters_name_division_valid_from'))
    )
    with op.batch_alter_table('policy_parameters', schema=None) as batch_op:
        batch_op.create_index('ix_policy_parameters_lookup', ['name', 'division', 'valid_from'], unique=False)

    op.create_table('process_definitions',
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name_zh', sa.String(length=120), nullable=False),
    sa.Column('name_en', sa.String(length=120), nullable=False),
    sa.Column('published_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('published_by', sa.String(length=80), nullable=False),
    sa.PrimaryKeyConstraint('hash', name=op.f('pk_process_definitions')),
    sa.UniqueConstraint('key', 'version', name=op.f('uq_process_definitions_key_version'))
    )
    op.create_table('units',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('code', name=op.f('uq_units_code'))
    )
    op.create_table('worker_heartbeats',
    sa.Column('worker', sa.String(length=120), nullable=False),
    sa.Column('started_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('swept_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('worker', name=op.f('pk_worker_heartbeats'))
    )
    with op.batch_alter_table('worker_heartbeats', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_worker_heartbeats_swept_at'), ['swept_at'], unique=False)

    op.create_table('applications',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_no', sa.String(length=32), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('province_id', sa.Uuid(), nullable=False),
    sa.Column('city_id', sa.Uuid(), nullable=True),
    sa.Column('county_id', sa.Uuid(), nullable=True),
    sa.Column('division', sa.String(length=12), nullable=False),
    sa.Column('household_id', sa.Uuid(), nullable=False),
    sa.Column('applicant_id', sa.Uuid(), nullable=False),
    sa.Column('title', sa.String(length=8), nullable=False),
    sa.Column('channel', sa.String(length=12), nullable=False),
    sa.Column('origin', sa.String(length=12), nullable=False),
    sa.Column('applied_on', sa.Date(), nullable=False),
    sa.Column('registered_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('registered_by', sa.Uuid(), nullable=False),
    sa.Column('import_key', sa.LargeBinary(length=32), nullable=True),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('accepted_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('accepted_by', sa.Uuid(), nullable=True),
    sa.Column('proposed_reason', sa.String(length=20), nullable=True),
    sa.Column('closed_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.String(length=20), nullable=True),
    sa.Column('reason_note', sa.LargeBinary(), nullable=True),
    sa.Column('ended_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('work_state', sa.String(length=20), nullable=False),
    sa.Column('union_member', sa.Boolean(), nullable=False),
    sa.Column('migrant', sa.Boolean(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.Column('restructured', sa.Boolean(), nullable=False),
    sa.Column('single_parent', sa.Boolean(), nullable=False),
    sa.Column('on_dibao', sa.Boolean(), nullable=False),
    sa.Column('employer_has_union', sa.Boolean(), nullable=False),
    sa.Column('contract_months', sa.Integer(), nullable=True),
    sa.Column('assets', sa.JSON(), nullable=False),
    sa.Column('causes', sa.JSON(), nullable=False),
    sa.Column('cause_text', sa.LargeBinary(), nullable=True),
    sa.Column('centre_reason', sa.String(length=200), nullable=False),
    sa.CheckConstraint("(status = 'ENDED') = (ended_at IS NOT NULL)", name=op.f('ck_applications_ended_at')),
    sa.CheckConstraint("(status = 'OPEN') = (closed_at IS NULL)", name=op.f('ck_applications_closed_at')),
    sa.CheckConstraint("(status IN ('REJECTED', 'LAPSED', 'WITHDRAWN')) = (reason IS NOT NULL)", name=op.f('ck_applications_reason')),
    sa.CheckConstraint("status IN ('OPEN', 'FILED', 'REJECTED', 'LAPSED', 'WITHDRAWN', 'ENDED')", name=op.f('ck_applications_status')),
    sa.CheckConstraint('(accepted_at IS NULL) = (accepted_by IS NULL)', name=op.f('ck_applications_accepted_by')),
    sa.CheckConstraint('contract_months IS NULL OR contract_months >= 0', name=op.f('ck_applications_contract_months')),
    sa.ForeignKeyConstraint(['accepted_by'], ['officers.id'], name=op.f('fk_applications_accepted_by')),
    sa.ForeignKeyConstraint(['applicant_id'], ['persons.id'], name=op.f('fk_applications_applicant_id')),
    sa.ForeignKeyConstraint(['city_id'], ['units.id'], name=op.f('fk_applications_city_id')),
    sa.ForeignKeyConstraint(['county_id'], ['units.id'], name=op.f('fk_applications_county_id')),
    sa.ForeignKeyConstraint(['household_id'], ['households.id'], name=op.f('fk_applications_household_id')),
    sa.ForeignKeyConstraint(['province_id'], ['units.id'], name=op.f('fk_applications_province_id')),
    sa.ForeignKeyConstraint(['registered_by'], ['officers.id'], name=op.f('fk_applications_registered_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_applications_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_applications')),
    sa.UniqueConstraint('case_no', name=op.f('uq_applications_case_no')),
    sa.UniqueConstraint('import_key', name=op.f('uq_applications_import_key'))
    )
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_applications_applicant_id'), ['applicant_id'], unique=False)
        batch_op.create_index('ix_applications_city', ['city_id', 'status', 'id'], unique=False)
        batch_op.create_index('ix_applications_county', ['county_id', 'status', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_applications_household_id'), ['household_id'], unique=False)
        batch_op.create_index('ix_applications_province', ['province_id', 'status', 'id'], unique=False)
        batch_op.create_index('ix_applications_unit', ['unit_id', 'status', 'id'], unique=False)
        batch_op.create_index('uq_applications_open_applicant', ['applicant_id'], unique=True, sqlite_where=sa.text("status = 'OPEN'"), postgresql_where=sa.text("status = 'OPEN'"))
        batch_op.create_index('uq_applications_open_household', ['household_id'], unique=True, sqlite_where=sa.text("status = 'OPEN'"), postgresql_where=sa.text("status = 'OPEN'"))

    op.create_table('campaigns',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('no', sa.String(length=60), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('year BETWEEN 2000 AND 2200', name=op.f('ck_campaigns_year')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_campaigns_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_campaigns')),
    sa.UniqueConstraint('no', name=op.f('uq_campaigns_no')),
    sa.UniqueConstraint('unit_id', 'year', name=op.f('uq_campaigns_unit_id_year'))
    )
    op.create_table('definition_files',
    sa.Column('definition_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['definition_hash'], ['process_definitions.hash'], name=op.f('fk_definition_files_definition_hash')),
    sa.PrimaryKeyConstraint('definition_hash', 'name', name=op.f('pk_definition_files'))
    )
    op.create_table('hardship_files',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('file_no', sa.String(length=40), nullable=False),
    sa.Column('household_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('province_id', sa.Uuid(), nullable=False),
    sa.Column('city_id', sa.Uuid(), nullable=True),
    sa.Column('county_id', sa.Uuid(), nullable=True),
    sa.Column('title', sa.String(length=40), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('current_episode_id', sa.Uuid(), nullable=True),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('closed_on', sa.Date(), nullable=True),
    sa.Column('closing_code', sa.String(length=30), nullable=True),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(status IN ('EXITED', 'CLOSED')) = (closed_on IS NOT NULL)", name=op.f('ck_hardship_files_closed')),
    sa.CheckConstraint("status IN ('INHERITED', 'FILED', 'RELIEVED', 'EXITED', 'CLOSED')", name=op.f('ck_hardship_files_status')),
    sa.CheckConstraint("status NOT IN ('FILED', 'RELIEVED') OR current_episode_id IS NOT NULL", name=op.f('ck_hardship_files_episode')),
    sa.CheckConstraint('(closed_on IS NULL) = (closing_code IS NULL)', name=op.f('ck_hardship_files_closing_code')),
    sa.ForeignKeyConstraint(['household_id'], ['households.id'], name=op.f('fk_hardship_files_household_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_hardship_files_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_hardship_files')),
    sa.UniqueConstraint('file_no', name=op.f('uq_hardship_files_file_no'))
    )
    with op.batch_alter_table('hardship_files', schema=None) as batch_op:
        batch_op.create_index('ix_hardship_files_county', ['county_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_hardship_files_household_id'), ['household_id'], unique=False)
        batch_op.create_index('ix_hardship_files_province', ['province_id', 'status'], unique=False)
        batch_op.create_index(batch_op.f('ix_hardship_files_unit_id'), ['unit_id'], unique=False)
        batch_op.create_index('uq_hardship_files_active_household', ['household_id'], unique=True, sqlite_where=sa.text("status IN ('INHERITED', 'FILED', 'RELIEVED')"), postgresql_where=sa.text("status IN ('INHERITED', 'FILED', 'RELIEVED')"))

    op.create_table('household_members',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('household_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('relation', sa.String(length=20), nullable=False),
    sa.Column('role', sa.String(length=6), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('private', sa.LargeBinary(), nullable=False),
    sa.Column('identity', sa.String(length=20), nullable=False),
    sa.Column('ethnicity', sa.String(length=4), nullable=False),
    sa.Column('political', sa.String(length=20), nullable=False),
    sa.Column('marital', sa.String(length=20), nullable=False),
    sa.Column('hukou', sa.String(length=20), nullable=False),
    sa.Column('medical_insurance', sa.String(length=20), nullable=False),
    sa.Column('model_worker', sa.String(length=20), nullable=False),
    sa.Column('study_stage', sa.String(length=20), nullable=False),
    sa.Column('employer', sa.String(length=120), nullable=False),
    sa.Column('union_member', sa.Boolean(), nullable=False),
    sa.Column('monthly_income', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("role IN ('main', 'member')", name=op.f('ck_household_members_role')),
    sa.CheckConstraint('monthly_income IS NULL OR monthly_income >= 0', name=op.f('ck_household_members_income')),
    sa.CheckConstraint('until_on IS NULL OR until_on >= from_on', name=op.f('ck_household_members_until_after_from')),
    sa.ForeignKeyConstraint(['household_id'], ['households.id'], name=op.f('fk_household_members_household_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_household_members_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_household_members'))
    )
    with op.batch_alter_table('household_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_household_members_household_id'), ['household_id'], unique=False)
        batch_op.create_index('ix_household_members_open_by_person', ['person_id'], unique=False, sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))
        batch_op.create_index(batch_op.f('ix_household_members_person_id'), ['person_id'], unique=False)
        batch_op.create_index('uq_household_members_open_main', ['household_id'], unique=True, sqlite_where=sa.text("until_on IS NULL AND role = 'main'"), postgresql_where=sa.text("until_on IS NULL AND role = 'main'"))
        batch_op.create_index('uq_household_members_open_person', ['household_id', 'person_id'], unique=True, sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))

    op.create_table('notices',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('event', sa.String(length=80), nullable=False),
    sa.Column('text_zh', sa.String(length=300), nullable=False),
    sa.Column('text_en', sa.String(length=300), nullable=False),
    sa.Column('path', sa.String(length=200), nullable=False),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('read_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_notices_officer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('event_id', 'officer_id', name=op.f('uq_notices_event_id_officer_id'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index('ix_notices_officer', ['officer_id', 'id'], unique=False)
        batch_op.create_index('ix_notices_unread', ['officer_id'], unique=False, sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))

    op.create_table('officer_sessions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.LargeBinary(length=32), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('started_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('seen_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('expires_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ends_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_officer_sessions_officer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_officer_sessions')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_officer_sessions_token_hash'))
    )
    with op.batch_alter_table('officer_sessions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_officer_sessions_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_officer_sessions_officer_id'), ['officer_id'], unique=False)

    op.create_table('posts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_posts_period')),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_posts_officer_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_posts_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_posts')),
    sa.UniqueConstraint('officer_id', 'unit_id', 'role', 'starts_on', name=op.f('uq_posts_officer_id_unit_id_role_starts_on'))
    )
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.create_index('ix_posts_unit_role', ['unit_id', 'role'], unique=False)
        batch_op.create_index('uq_posts_open_chair', ['unit_id'], unique=True, sqlite_where=sa.text("role = 'chair' AND ends_on IS NULL"), postgresql_where=sa.text("role = 'chair' AND ends_on IS NULL"))

    op.create_table('process_instances',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('definition_hash', sa.String(length=64), nullable=False),
    sa.Column('process', sa.String(length=80), nullable=False),
    sa.Column('subject_kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('snapshot', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('started_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('ended_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('ended_in', sa.String(length=200), nullable=True),
    sa.CheckConstraint("(state = 'COMPLETED') = (ended_at IS NOT NULL)", name=op.f('ck_process_instances_ended')),
    sa.CheckConstraint("state IN ('RUNNING', 'COMPLETED')", name=op.f('ck_process_instances_state')),
    sa.ForeignKeyConstraint(['definition_hash'], ['process_definitions.hash'], name=op.f('fk_process_instances_definition_hash')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_process_instances'))
    )
    with op.batch_alter_table('process_instances', schema=None) as batch_op:
        batch_op.create_index('ix_process_instances_subject', ['subject_kind', 'subject_id'], unique=False)
        batch_op.create_index('uq_process_instances_running', ['subject_kind', 'subject_id', 'process'], unique=True, sqlite_where=sa.text("state = 'RUNNING'"), postgresql_where=sa.text("state = 'RUNNING'"))

    op.create_table('quarter_runs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('quarter', sa.String(length=6), nullable=False),
    sa.Column('run_key', sa.String(length=80), nullable=False),
    sa.Column('as_of', sa.Date(), nullable=False),
    sa.Column('dry_run', sa.Integer(), nullable=False),
    sa.Column('started_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('finished_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('dry_run = 1 OR dry_run = 0', name=op.f('ck_quarter_runs_dry_run')),
    sa.CheckConstraint('finished_at IS NULL OR finished_at >= started_at', name=op.f('ck_quarter_runs_finished')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_quarter_runs_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quarter_runs')),
    sa.UniqueConstraint('unit_id', 'quarter', 'run_key', name=op.f('uq_quarter_runs_unit_id_quarter_run_key'))
    )
    op.create_table('receipts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('created_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('sent_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'SENT') = (sent_at IS NOT NULL)", name=op.f('ck_receipts_sent_when')),
    sa.CheckConstraint("channel IN ('notice', 'mail')", name=op.f('ck_receipts_channel')),
    sa.CheckConstraint("state IN ('SENDING', 'SENT', 'DROPPED')", name=op.f('ck_receipts_state')),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_receipts_officer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_receipts')),
    sa.UniqueConstraint('event_id', 'officer_id', 'channel', name=op.f('uq_receipts_event_id_officer_id_channel'))
    )
    op.create_table('sampling_rounds',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('quarter', sa.String(length=6), nullable=False),
    sa.Column('seed', sa.String(length=64), nullable=False),
    sa.Column('share_permille', sa.Integer(), nullable=False),
    sa.Column('opened_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('length(seed) = 64', name=op.f('ck_sampling_rounds_seed')),
    sa.CheckConstraint('share_permille BETWEEN 0 AND 1000', name=op.f('ck_sampling_rounds_share')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_sampling_rounds_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sampling_rounds')),
    sa.UniqueConstraint('unit_id', 'quarter', name=op.f('uq_sampling_rounds_unit_id_quarter'))
    )
    op.create_table('unit_versions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('level', sa.String(length=12), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('division', sa.String(length=12), nullable=True),
    sa.Column('province_id', sa.Uuid(), nullable=False),
    sa.Column('city_id', sa.Uuid(), nullable=True),
    sa.Column('county_id', sa.Uuid(), nullable=True),
    sa.Column('ancestor_ids', sa.JSON(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('parent_id IS NULL OR parent_id <> unit_id', name=op.f('ck_unit_versions_not_own_parent')),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_unit_versions_period')),
    sa.ForeignKeyConstraint(['city_id'], ['units.id'], name=op.f('fk_unit_versions_city_id')),
    sa.ForeignKeyConstraint(['county_id'], ['units.id'], name=op.f('fk_unit_versions_county_id')),
    sa.ForeignKeyConstraint(['parent_id'], ['units.id'], name=op.f('fk_unit_versions_parent_id')),
    sa.ForeignKeyConstraint(['province_id'], ['units.id'], name=op.f('fk_unit_versions_province_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_unit_versions_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unit_versions')),
    sa.UniqueConstraint('unit_id', 'valid_from', name=op.f('uq_unit_versions_unit_id_valid_from'))
    )
    with op.batch_alter_table('unit_versions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unit_versions_city_id'), ['city_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_versions_county_id'), ['county_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_versions_division'), ['division'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_versions_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_unit_versions_province_id'), ['province_id'], unique=False)
        batch_op.create_index('uq_unit_versions_open', ['unit_id'], unique=True, sqlite_where=sa.text('valid_to IS NULL'), postgresql_where=sa.text('valid_to IS NULL'))

    op.create_table('work_items',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('process', sa.String(length=80), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('step', sa.String(length=120), nullable=False),
    sa.Column('label_zh', sa.String(length=120), nullable=False),
    sa.Column('label_en', sa.String(length=120), nullable=False),
    sa.Column('form', sa.String(length=80), nullable=False),
    sa.Column('subject_kind', sa.String(length=20), nullable=False),
    sa.Column('subject_id', sa.Uuid(), nullable=False),
    sa.Column('subject_no', sa.String(length=60), nullable=False),
    sa.Column('subject_title', sa.String(length=120), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('unit_name', sa.String(length=120), nullable=False),
    sa.Column('province_id', sa.Uuid(), nullable=True),
    sa.Column('city_id', sa.Uuid(), nullable=True),
    sa.Column('county_id', sa.Uuid(), nullable=True),
    sa.Column('level', sa.String(length=20), nullable=False),
    sa.Column('role', sa.String(length=40), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('assignee_id', sa.Uuid(), nullable=True),
    sa.Column('opened_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('claimed_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('due_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('escalated_level', sa.Integer(), nullable=False),
    sa.Column('done_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('done_by', sa.Uuid(), nullable=True),
    sa.Column('done_by_name', sa.String(length=80), nullable=True),
    sa.Column('done_for', sa.Uuid(), nullable=True),
    sa.Column('done_for_name', sa.String(length=80), nullable=True),
    sa.Column('outcome', sa.String(length=40), nullable=True),
    sa.Column('outcome_zh', sa.String(length=80), nullable=True),
    sa.Column('outcome_en', sa.String(length=80), nullable=True),
    sa.Column('opinion', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("(state = 'DONE' AND done_at IS NOT NULL AND done_by IS NOT NULL AND outcome IS NOT NULL) OR (state <> 'DONE' AND done_by IS NULL AND outcome IS NULL)", name=op.f('ck_work_items_done_by_whom')),
    sa.CheckConstraint("(state IN ('DONE', 'CANCELLED')) = (done_at IS NOT NULL)", name=op.f('ck_work_items_ended_when')),
    sa.CheckConstraint("state <> 'CLAIMED' OR (assignee_id IS NOT NULL AND claimed_at IS NOT NULL)", name=op.f('ck_work_items_claimed')),
    sa.CheckConstraint("state <> 'OPEN' OR assignee_id IS NULL", name=op.f('ck_work_items_open_is_free')),
    sa.CheckConstraint("state IN ('OPEN', 'CLAIMED', 'DONE', 'CANCELLED')", name=op.f('ck_work_items_state')),
    sa.ForeignKeyConstraint(['assignee_id'], ['officers.id'], name=op.f('fk_work_items_assignee_id')),
    sa.ForeignKeyConstraint(['done_by'], ['officers.id'], name=op.f('fk_work_items_done_by')),
    sa.ForeignKeyConstraint(['done_for'], ['officers.id'], name=op.f('fk_work_items_done_for')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_work_items_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_items')),
    sa.UniqueConstraint('instance_id', 'key', name=op.f('uq_work_items_instance_id_key'))
    )
    with op.batch_alter_table('work_items', schema=None) as batch_op:
        batch_op.create_index('ix_work_items_done', ['done_by', 'done_at'], unique=False)
        batch_op.create_index('ix_work_items_due', ['due_at'], unique=False, sqlite_where=sa.text("state IN ('OPEN', 'CLAIMED')"), postgresql_where=sa.text("state IN ('OPEN', 'CLAIMED')"))
        batch_op.create_index('ix_work_items_inbox', ['unit_id', 'role', 'due_at', 'id'], unique=False, sqlite_where=sa.text("state IN ('OPEN', 'CLAIMED')"), postgresql_where=sa.text("state IN ('OPEN', 'CLAIMED')"))
        batch_op.create_index(batch_op.f('ix_work_items_subject_id'), ['subject_id'], unique=False)

    op.create_table('application_lines',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('position', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('direction', sa.String(length=8), nullable=False),
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('period', sa.String(length=8), nullable=False),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.CheckConstraint("direction IN ('income', 'expense')", name=op.f('ck_application_lines_direction')),
    sa.CheckConstraint("period IN ('month', 'quarter', 'year')", name=op.f('ck_application_lines_period')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_application_lines_amount')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_application_lines_application_id')),
    sa.PrimaryKeyConstraint('application_id', 'position', name=op.f('pk_application_lines'))
    )
    op.create_table('application_papers',
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('paper', sa.String(length=20), nullable=False),
    sa.Column('received_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('received_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint('(received_at IS NULL) = (received_by IS NULL)', name=op.f('ck_application_papers_received_by')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_application_papers_application_id')),
    sa.ForeignKeyConstraint(['received_by'], ['officers.id'], name=op.f('fk_application_papers_received_by')),
    sa.PrimaryKeyConstraint('application_id', 'paper', name=op.f('pk_application_papers'))
    )
    op.create_table('application_returns',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('return_to', sa.String(length=10), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('papers', sa.JSON(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('asked_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Uuid(), nullable=True),
    sa.Column('supplied', sa.JSON(), nullable=False),
    sa.Column('supplied_note', sa.LargeBinary(), nullable=True),
    sa.Column('supplied_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('supplied_by', sa.Uuid(), nullable=True),
    sa.CheckConstraint("return_to IN ('accept', 'verify', 'sums')", name=op.f('ck_application_returns_return_to')),
    sa.CheckConstraint('(supplied_at IS NULL) = (supplied_by IS NULL)', name=op.f('ck_application_returns_supplied_by')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_application_returns_application_id')),
    sa.ForeignKeyConstraint(['asked_by'], ['officers.id'], name=op.f('fk_application_returns_asked_by')),
    sa.ForeignKeyConstraint(['supplied_by'], ['officers.id'], name=op.f('fk_application_returns_supplied_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_returns')),
    sa.UniqueConstraint('application_id', 'number', name=op.f('uq_application_returns_application_id_number'))
    )
    with op.batch_alter_table('application_returns', schema=None) as batch_op:
        batch_op.create_index('uq_application_returns_open', ['application_id'], unique=True, sqlite_where=sa.text('supplied_at IS NULL'), postgresql_where=sa.text('supplied_at IS NULL'))

    op.create_table('application_scans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('added_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('added_by', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['added_by'], ['officers.id'], name=op.f('fk_application_scans_added_by')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_application_scans_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_application_scans')),
    sa.UniqueConstraint('application_id', 'digest', name=op.f('uq_application_scans_application_id_digest'))
    )
    op.create_table('appraisals',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('appraised_on', sa.Date(), nullable=True),
    sa.Column('panel', sa.String(length=300), nullable=False),
    sa.Column('category', sa.String(length=10), nullable=True),
    sa.Column('category_reason', sa.LargeBinary(), nullable=False),
    sa.Column('main_cause', sa.String(length=10), nullable=True),
    sa.Column('secondary_causes', sa.JSON(), nullable=False),
    sa.Column('cause_text', sa.LargeBinary(), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('primary_group', sa.String(length=10), nullable=True),
    sa.Column('plan', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IN ('propose', 'return', 'reject')", name=op.f('ck_appraisals_outcome')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_appraisals_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_appraisals_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_appraisals_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appraisals')),
    sa.UniqueConstraint('id', 'case_id', name='uq_appraisals_id_case')
    )
    with op.batch_alter_table('appraisals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_appraisals_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_appraisals_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('approvals',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('document_sha256', sa.String(length=64), nullable=False),
    sa.Column('opinion', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IN ('pass', 'return', 'reject')", name=op.f('ck_approvals_outcome')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_approvals_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_approvals_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_approvals_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_approvals')),
    sa.UniqueConstraint('id', 'case_id', name='uq_approvals_id_case')
    )
    with op.batch_alter_table('approvals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_approvals_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_approvals_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('attachments',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('evidence_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('name', sa.LargeBinary(), nullable=False),
    sa.Column('media_type', sa.String(length=40), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.CheckConstraint("media_type IN ('image/jpeg', 'image/png', 'application/pdf')", name=op.f('ck_attachments_media_type')),
    sa.CheckConstraint('length(sha256) = 64', name=op.f('ck_attachments_sha256')),
    sa.CheckConstraint('size > 0 AND size <= 10485760', name=op.f('ck_attachments_size')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_attachments_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_attachments_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachments')),
    sa.UniqueConstraint('id', 'case_id', name='uq_attachments_id_case')
    )
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_attachments_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_attachments_evidence_id'), ['evidence_id'], unique=False)

    op.create_table('checks',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.Column('method', sa.String(length=20), nullable=False),
    sa.Column('items', sa.JSON(), nullable=False),
    sa.Column('error_class', sa.String(length=20), nullable=False),
    sa.Column('finding', sa.LargeBinary(), nullable=False),
    sa.Column('instruction', sa.LargeBinary(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.CheckConstraint("kind IN ('county_check', 'spot_check', 'supervise')", name=op.f('ck_checks_kind')),
    sa.CheckConstraint("outcome IN ('pass', 'problem', 'ordered')", name=op.f('ck_checks_outcome')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_checks_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_checks_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_checks'))
    )
    with op.batch_alter_table('checks', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_checks_case_id'), ['case_id'], unique=False)

    op.create_table('comparisons',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('on_dibao', sa.Boolean(), nullable=False),
    sa.Column('difference', sa.LargeBinary(), nullable=False),
    sa.Column('explanation', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IN ('matched', 'difference', 'no_reply')", name=op.f('ck_comparisons_outcome')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_comparisons_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_comparisons_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_comparisons_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comparisons')),
    sa.UniqueConstraint('id', 'case_id', name='uq_comparisons_id_case')
    )
    with op.batch_alter_table('comparisons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_comparisons_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_comparisons_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('consents',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('application_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.String(length=20), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.CheckConstraint('withdrawn_on IS NULL OR withdrawn_on >= given_on', name=op.f('ck_consents_withdrawn_on')),
    sa.ForeignKeyConstraint(['application_id'], ['applications.id'], name=op.f('fk_consents_application_id')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_consents_person_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_consents_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consents')),
    sa.UniqueConstraint('application_id', 'person_id', 'purpose', name=op.f('uq_consents_application_id_person_id_purpose'))
    )
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_consents_person_id'), ['person_id'], unique=False)

    op.create_table('deliberations',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('place', sa.String(length=120), nullable=False),
    sa.Column('chaired_by', sa.Uuid(), nullable=True),
    sa.Column('votes_for', sa.Integer(), nullable=False),
    sa.Column('votes_against', sa.Integer(), nullable=False),
    sa.Column('votes_abstain', sa.Integer(), nullable=False),
    sa.Column('absent', sa.String(length=200), nullable=False),
    sa.Column('conflict_note', sa.LargeBinary(), nullable=False),
    sa.Column('minutes', sa.LargeBinary(), nullable=False),
    sa.Column('minutes_sha256', sa.String(length=64), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'propose' OR votes_for > votes_against + votes_abstain", name=op.f('ck_deliberations_majority')),
    sa.CheckConstraint("outcome = 'return' OR (held_on IS NOT NULL AND chaired_by IS NOT NULL AND minutes_sha256 IS NOT NULL)", name=op.f('ck_deliberations_met')),
    sa.CheckConstraint("outcome IN ('propose', 'return', 'reject')", name=op.f('ck_deliberations_outcome')),
    sa.CheckConstraint('votes_for >= 0 AND votes_against >= 0 AND votes_abstain >= 0', name=op.f('ck_deliberations_votes')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_deliberations_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_deliberations_case_id')),
    sa.ForeignKeyConstraint(['chaired_by'], ['officers.id'], name=op.f('fk_deliberations_chaired_by')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_deliberations_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliberations')),
    sa.UniqueConstraint('id', 'case_id', name='uq_deliberations_id_case')
    )
    with op.batch_alter_table('deliberations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_deliberations_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_deliberations_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('eligibility_decisions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=40), nullable=False),
    sa.Column('statistics_cell', sa.String(length=8), nullable=True),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('decided_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('division', sa.String(length=12), nullable=False),
    sa.Column('ruleset', sa.String(length=40), nullable=False),
    sa.Column('ruleset_hash', sa.String(length=64), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=True),
    sa.Column('line', sa.BigInteger(), nullable=True),
    sa.Column('line_assumed', sa.Boolean(), nullable=False),
    sa.Column('income', sa.BigInteger(), nullable=True),
    sa.Column('expense', sa.BigInteger(), nullable=True),
    sa.Column('relief', sa.BigInteger(), nullable=True),
    sa.Column('gap', sa.BigInteger(), nullable=True),
    sa.Column('inputs', sa.LargeBinary(), nullable=False),
    sa.Column('hits', sa.JSON(), nullable=False),
    sa.Column('sentences', sa.JSON(), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.CheckConstraint("(kind = 'scope' AND outcome IN ('IN', 'REVIEW', 'NOT_YET', 'OUT', 'DUPLICATE')) OR (kind = 'category' AND outcome IN ('K1', 'K1P', 'K2', 'K3', 'OUT'))", name=op.f('ck_eligibility_decisions_outcome')),
    sa.CheckConstraint("kind = 'scope' OR (line IS NOT NULL AND gap IS NOT NULL AND persons > 0)", name=op.f('ck_eligibility_decisions_sums')),
    sa.CheckConstraint("kind IN ('scope', 'category')", name=op.f('ck_eligibility_decisions_kind')),
    sa.CheckConstraint('length(ruleset_hash) = 64', name=op.f('ck_eligibility_decisions_ruleset_hash')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_eligibility_decisions_case_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_eligibility_decisions'))
    )
    with op.batch_alter_table('eligibility_decisions', schema=None) as batch_op:
        batch_op.create_index('ix_eligibility_decisions_latest', ['case_id', 'kind', 'id'], unique=False)

    op.create_table('file_persons',
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('id_number_index', sa.LargeBinary(length=32), nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("role IN ('main', 'member')", name=op.f('ck_file_persons_role')),
    sa.ForeignKeyConstraint(['file_id'], ['hardship_files.id'], name=op.f('fk_file_persons_file_id'), initially='DEFERRED', deferrable=True),
    sa.PrimaryKeyConstraint('file_id', 'id_number_index', name=op.f('pk_file_persons'))
    )
    with op.batch_alter_table('file_persons', schema=None) as batch_op:
        batch_op.create_index('uq_file_persons_active', ['id_number_index'], unique=True, sqlite_where=sa.text('active = 1'), postgresql_where=sa.text('active'))
        batch_op.create_index('uq_file_persons_main', ['file_id'], unique=True, sqlite_where=sa.text("active = 1 AND role = 'main'"), postgresql_where=sa.text("active AND role = 'main'"))

    op.create_table('incidents',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('element_id', sa.String(length=120), nullable=False),
    sa.Column('service', sa.String(length=80), nullable=False),
    sa.Column('cause', sa.String(length=120), nullable=False),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opened_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('failed_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('resolved_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('resolved_by', sa.String(length=80), nullable=True),
    sa.CheckConstraint("(state = 'RESOLVED') = (resolved_at IS NOT NULL)", name=op.f('ck_incidents_resolved')),
    sa.CheckConstraint("state IN ('OPEN', 'RESOLVED')", name=op.f('ck_incidents_state')),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_incidents_instance_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_incidents'))
    )
    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.create_index('uq_incidents_open', ['instance_id', 'key'], unique=True, sqlite_where=sa.text("state = 'OPEN'"), postgresql_where=sa.text("state = 'OPEN'"))

    op.create_table('instance_trail',
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('element_id', sa.String(length=120), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_instance_trail_instance_id')),
    sa.PrimaryKeyConstraint('instance_id', 'seq', name=op.f('pk_instance_trail'))
    )
    op.create_table('message_waits',
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('element_id', sa.String(length=120), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('opened_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_message_waits_instance_id')),
    sa.PrimaryKeyConstraint('instance_id', 'key', name=op.f('pk_message_waits'))
    )
    op.create_table('publicities',
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('place_unit', sa.String(length=120), nullable=False),
    sa.Column('place_community', sa.String(length=120), nullable=False),
    sa.Column('posted_on', sa.Date(), nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('days_required', sa.Integer(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('notice', sa.Text(), nullable=False),
    sa.Column('text_sha256', sa.String(length=64), nullable=False),
    sa.Column('running_since', sa.Date(), nullable=False),
    sa.Column('running_days', sa.Integer(), nullable=False),
    sa.Column('interrupted_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('closed_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name=op.f('ck_publicities_closed')),
    sa.CheckConstraint("(state = 'INTERRUPTED') = (interrupted_at IS NOT NULL)", name=op.f('ck_publicities_interrupted')),
    sa.CheckConstraint("state IN ('POSTED', 'INTERRUPTED', 'CLOSED', 'STOPPED')", name=op.f('ck_publicities_state')),
    sa.CheckConstraint('days_required >= 1 AND started_on >= posted_on AND ends_on > started_on', name=op.f('ck_publicities_period')),
    sa.CheckConstraint('length(text_sha256) = 64', name=op.f('ck_publicities_hash')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_publicities_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_publicities_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_publicities_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publicities')),
    sa.UniqueConstraint('id', 'case_id', name='uq_publicities_id_case')
    )
    with op.batch_alter_table('publicities', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_publicities_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_publicities_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('quarter_outcomes',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('file_id', sa.Uuid(), nullable=False),
    sa.Column('part_id', sa.Uuid(), nullable=False),
    sa.Column('file_no', sa.String(length=40), nullable=False),
    sa.Column('title', sa.String(length=40), nullable=False),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('category_before', sa.String(length=10), nullable=True),
    sa.Column('category_now', sa.String(length=10), nullable=True),
    sa.Column('persons', sa.Integer(), nullable=True),
    sa.Column('line_fen', sa.BigInteger(), nullable=True),
    sa.Column('income_fen', sa.BigInteger(), nullable=True),
    sa.Column('ruleset_hash', sa.String(length=64), nullable=True),
    sa.Column('sentences', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['hardship_files.id'], name=op.f('fk_quarter_outcomes_file_id')),
    sa.ForeignKeyConstraint(['part_id'], ['units.id'], name=op.f('fk_quarter_outcomes_part_id')),
    sa.ForeignKeyConstraint(['run_id'], ['quarter_runs.id'], name=op.f('fk_quarter_outcomes_run_id')),
    sa.PrimaryKeyConstraint('run_id', 'file_id', name=op.f('pk_quarter_outcomes'))
    )
    with op.batch_alter_table('quarter_outcomes', schema=None) as batch_op:
        batch_op.create_index('ix_quarter_outcomes_part', ['run_id', 'part_id', 'outcome'], unique=False)

    op.create_table('quarter_parts',
    sa.Column('run_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('unit_name', sa.String(length=120), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('finished_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['run_id'], ['quarter_runs.id'], name=op.f('fk_quarter_parts_run_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_quarter_parts_unit_id')),
    sa.PrimaryKeyConstraint('run_id', 'unit_id', name=op.f('pk_quarter_parts'))
    )
    op.create_table('reviews',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('checked', sa.JSON(), nullable=False),
    sa.Column('opinion', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome IN ('pass', 'return', 'reject')", name=op.f('ck_reviews_outcome')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_reviews_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_reviews_case_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_reviews_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reviews')),
    sa.UniqueConstraint('id', 'case_id', name='uq_reviews_id_case')
    )
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reviews_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_reviews_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('sample_draws',
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('round_id', sa.Uuid(), nullable=False),
    sa.Column('ticket', sa.String(length=16), nullable=False),
    sa.Column('sampled', sa.Boolean(), nullable=False),
    sa.Column('drawn_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_sample_draws_case_id')),
    sa.ForeignKeyConstraint(['round_id'], ['sampling_rounds.id'], name=op.f('fk_sample_draws_round_id')),
    sa.PrimaryKeyConstraint('case_id', name=op.f('pk_sample_draws'))
    )
    with op.batch_alter_table('sample_draws', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sample_draws_round_id'), ['round_id'], unique=False)

    op.create_table('send_plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('campaign_id', sa.Uuid(), nullable=False),
    sa.Column('step', sa.String(length=120), nullable=False),
    sa.Column('households', sa.Integer(), nullable=False),
    sa.Column('budget_fen', sa.BigInteger(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('measures', sa.Text(), nullable=False),
    sa.Column('planned_by', sa.Uuid(), nullable=False),
    sa.Column('planned_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('budget_fen >= 0', name=op.f('ck_send_plans_budget')),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_send_plans_days')),
    sa.CheckConstraint('households >= 0', name=op.f('ck_send_plans_households')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaigns.id'], name=op.f('fk_send_plans_campaign_id')),
    sa.ForeignKeyConstraint(['planned_by'], ['officers.id'], name=op.f('fk_send_plans_planned_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_send_plans')),
    sa.UniqueConstraint('campaign_id', 'step', name=op.f('uq_send_plans_campaign_id_step'))
    )
    op.create_table('stand_ins',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('post_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('letter_no', sa.String(length=60), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.CheckConstraint('ends_on >= starts_on', name=op.f('ck_stand_ins_period')),
    sa.CheckConstraint('length(trim(letter_no)) > 0', name=op.f('ck_stand_ins_letter')),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_stand_ins_officer_id')),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_stand_ins_post_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_stand_ins')),
    sa.UniqueConstraint('post_id', 'starts_on', name=op.f('uq_stand_ins_post_id_starts_on'))
    )
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stand_ins_officer_id'), ['officer_id'], unique=False)

    op.create_table('timers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('instance_id', sa.Uuid(), nullable=False),
    sa.Column('key', sa.String(length=200), nullable=False),
    sa.Column('element_id', sa.String(length=120), nullable=False),
    sa.Column('clock', sa.String(length=80), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('opened_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('running_since', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.Integer(), nullable=False),
    sa.Column('remaining_days', sa.Integer(), nullable=True),
    sa.Column('clock_spent', sa.Boolean(), nullable=False),
    sa.Column('due_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('provisional', sa.Boolean(), nullable=False),
    sa.Column('closed_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('pause_reason', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("state <> 'OPEN' OR due_at IS NOT NULL", name=op.f('ck_timers_open_is_due')),
    sa.CheckConstraint("state IN ('OPEN', 'PAUSED', 'FIRED', 'CANCELLED')", name=op.f('ck_timers_state')),
    sa.ForeignKeyConstraint(['instance_id'], ['process_instances.id'], name=op.f('fk_timers_instance_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_timers')),
    sa.UniqueConstraint('instance_id', 'key', name=op.f('uq_timers_instance_id_key'))
    )
    with op.batch_alter_table('timers', schema=None) as batch_op:
        batch_op.create_index('ix_timers_due', ['due_at'], unique=False, sqlite_where=sa.text("state = 'OPEN'"), postgresql_where=sa.text("state = 'OPEN'"))

    op.create_table('work_item_exclusions',
    sa.Column('work_item_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('reason', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_work_item_exclusions_officer_id')),
    sa.ForeignKeyConstraint(['work_item_id'], ['work_items.id'], name=op.f('fk_work_item_exclusions_work_item_id')),
    sa.PrimaryKeyConstraint('work_item_id', 'officer_id', name=op.f('pk_work_item_exclusions'))
    )
    op.create_table('comparison_replies',
    sa.Column('comparison_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('source', sa.String(length=30), nullable=False),
    sa.Column('asked_on', sa.Date(), nullable=False),
    sa.Column('replied_on', sa.Date(), nullable=True),
    sa.Column('result', sa.String(length=20), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("(result = 'no_reply') = (replied_on IS NULL)", name=op.f('ck_comparison_replies_replied')),
    sa.CheckConstraint("result IN ('same', 'difference', 'no_reply')", name=op.f('ck_comparison_replies_result')),
    sa.CheckConstraint('replied_on IS NULL OR replied_on >= asked_on', name=op.f('ck_comparison_replies_order')),
    sa.ForeignKeyConstraint(['comparison_id'], ['comparisons.id'], name=op.f('fk_comparison_replies_comparison_id')),
    sa.PrimaryKeyConstraint('comparison_id', 'seq', name=op.f('pk_comparison_replies'))
    )
    op.create_table('deliberation_members',
    sa.Column('deliberation_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('conflicted', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['deliberation_id'], ['deliberations.id'], name=op.f('fk_deliberation_members_deliberation_id')),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_deliberation_members_officer_id')),
    sa.PrimaryKeyConstraint('deliberation_id', 'officer_id', name=op.f('pk_deliberation_members'))
    )
    op.create_table('economic_statements',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=False),
    sa.Column('income_year', sa.BigInteger(), nullable=False),
    sa.Column('relief_year', sa.BigInteger(), nullable=False),
    sa.Column('expense_year', sa.BigInteger(), nullable=False),
    sa.Column('gap_year', sa.BigInteger(), nullable=False),
    sa.Column('facts', sa.LargeBinary(), nullable=False),
    sa.Column('household_signature_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'agreed' OR household_signature_id IS NOT NULL", name=op.f('ck_economic_statements_household_signed')),
    sa.CheckConstraint("outcome IN ('agreed', 'disputed')", name=op.f('ck_economic_statements_outcome')),
    sa.CheckConstraint('gap_year = expense_year - income_year', name=op.f('ck_economic_statements_gap')),
    sa.CheckConstraint('income_year >= 0 AND relief_year >= 0 AND expense_year >= 0', name=op.f('ck_economic_statements_amounts')),
    sa.CheckConstraint('persons > 0', name=op.f('ck_economic_statements_persons')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_economic_statements_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_economic_statements_case_id')),
    sa.ForeignKeyConstraint(['household_signature_id', 'case_id'], ['attachments.id', 'attachments.case_id'], name='fk_economic_statements_household_signature'),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_economic_statements_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_economic_statements')),
    sa.UniqueConstraint('id', 'case_id', name='uq_economic_statements_id_case')
    )
    with op.batch_alter_table('economic_statements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_economic_statements_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_economic_statements_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('objections',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('publicity_id', sa.Uuid(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('channel', sa.String(length=20), nullable=False),
    sa.Column('anonymous', sa.Boolean(), nullable=False),
    sa.Column('objector', sa.LargeBinary(), nullable=True),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('raised_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=True),
    sa.Column('handled_by', sa.Uuid(), nullable=True),
    sa.Column('handled_name', sa.String(length=80), nullable=True),
    sa.Column('investigated_on', sa.Date(), nullable=True),
    sa.Column('methods', sa.JSON(), nullable=False),
    sa.Column('finding', sa.LargeBinary(), nullable=False),
    sa.Column('malicious', sa.Boolean(), nullable=False),
    sa.Column('decided_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(state = 'OPEN') = (decided_at IS NULL) AND (decided_at IS NULL) = (handled_by IS NULL)", name=op.f('ck_objections_decided')),
    sa.CheckConstraint("state IN ('OPEN', 'DISMISSED', 'RECHECK', 'REJECTED')", name=op.f('ck_objections_state')),
    sa.CheckConstraint('NOT anonymous OR objector IS NULL', name=op.f('ck_objections_anonymous')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_objections_case_id')),
    sa.ForeignKeyConstraint(['handled_by'], ['officers.id'], name=op.f('fk_objections_handled_by')),
    sa.ForeignKeyConstraint(['publicity_id', 'case_id'], ['publicities.id', 'publicities.case_id'], name='fk_objections_publicity'),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_objections_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_objections'))
    )
    with op.batch_alter_table('objections', schema=None) as batch_op:
        batch_op.create_index('ix_objections_open', ['case_id'], unique=False, sqlite_where=sa.text("state = 'OPEN'"), postgresql_where=sa.text("state = 'OPEN'"))

    op.create_table('signatures',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('post_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('unit_name', sa.String(length=120), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('letter_no', sa.String(length=60), nullable=True),
    sa.Column('signed_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('signed_on', sa.Date(), nullable=False),
    sa.Column('document_sha256', sa.String(length=64), nullable=False),
    sa.Column('drawing_id', sa.Uuid(), nullable=True),
    sa.Column('opinion', sa.LargeBinary(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'sign' OR drawing_id IS NOT NULL", name=op.f('ck_signatures_drawn')),
    sa.CheckConstraint("outcome IN ('sign', 'return', 'reject')", name=op.f('ck_signatures_outcome')),
    sa.CheckConstraint('length(document_sha256) = 64', name=op.f('ck_signatures_hash')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_signatures_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_signatures_case_id')),
    sa.ForeignKeyConstraint(['drawing_id', 'case_id'], ['attachments.id', 'attachments.case_id'], name='fk_signatures_drawing'),
    sa.ForeignKeyConstraint(['post_id'], ['posts.id'], name=op.f('fk_signatures_post_id')),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_signatures_recorded_by')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_signatures_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signatures')),
    sa.UniqueConstraint('id', 'case_id', name='uq_signatures_id_case')
    )
    with op.batch_alter_table('signatures', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_signatures_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_signatures_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('visits',
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('visited_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=False),
    sa.Column('place', sa.LargeBinary(), nullable=False),
    sa.Column('persons', sa.Integer(), nullable=True),
    sa.Column('emergency', sa.Boolean(), nullable=False),
    sa.Column('answers', sa.LargeBinary(), nullable=False),
    sa.Column('household_signature_id', sa.Uuid(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('recorded_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Uuid(), nullable=False),
    sa.Column('recorded_name', sa.String(length=80), nullable=False),
    sa.Column('acting_for', sa.Uuid(), nullable=True),
    sa.Column('superseded_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("outcome <> 'done' OR household_signature_id IS NOT NULL", name=op.f('ck_visits_household_signed')),
    sa.CheckConstraint("outcome IN ('done', 'refused')", name=op.f('ck_visits_outcome')),
    sa.CheckConstraint('visited_at <= recorded_at', name=op.f('ck_visits_not_before_it_happened')),
    sa.ForeignKeyConstraint(['acting_for'], ['officers.id'], name=op.f('fk_visits_acting_for')),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_visits_case_id')),
    sa.ForeignKeyConstraint(['household_signature_id', 'case_id'], ['attachments.id', 'attachments.case_id'], name='fk_visits_household_signature'),
    sa.ForeignKeyConstraint(['recorded_by'], ['officers.id'], name=op.f('fk_visits_recorded_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('id', 'case_id', name='uq_visits_id_case')
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_case_id'), ['case_id'], unique=False)
        batch_op.create_index('uq_visits_current', ['case_id'], unique=True, sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))

    op.create_table('episodes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=True),
    sa.Column('file_id', sa.Uuid(), nullable=True),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('entry_path', sa.String(length=20), nullable=False),
    sa.Column('opened_at', kit.db.UTCDateTime(timezone=True), nullable=False),
    sa.Column('filed_at', kit.db.UTCDateTime(timezone=True), nullable=True),
    sa.Column('filed_by', sa.Uuid(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('category', sa.String(length=10), nullable=True),
    sa.Column('main_cause', sa.String(length=10), nullable=True),
    sa.Column('secondary_causes', sa.JSON(), nullable=False),
    sa.Column('groups', sa.JSON(), nullable=False),
    sa.Column('primary_group', sa.String(length=10), nullable=True),
    sa.Column('visit_id', sa.Uuid(), nullable=True),
    sa.Column('statement_id', sa.Uuid(), nullable=True),
    sa.Column('deliberation_id', sa.Uuid(), nullable=True),
    sa.Column('appraisal_id', sa.Uuid(), nullable=True),
    sa.Column('publicity_id', sa.Uuid(), nullable=True),
    sa.Column('signature_id', sa.Uuid(), nullable=True),
    sa.Column('approval_id', sa.Uuid(), nullable=True),
    sa.Column('decision_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint("ended_on IS NULL OR status IN ('ENDED', 'DROPPED')", name=op.f('ck_episodes_ended')),
    sa.CheckConstraint("entry_path IN ('NEW', 'MISSED', 'RE_ENTER', 'TRANSFER', 'INHERITED')", name=op.f('ck_episodes_entry_path')),
    sa.CheckConstraint("status <> 'FILED' OR (case_id IS NOT NULL AND file_id IS NOT NULL AND filed_at IS NOT NULL AND visit_id IS NOT NULL AND deliberation_id IS NOT NULL AND publicity_id IS NOT NULL AND signature_id IS NOT NULL AND statement_id IS NOT NULL AND appraisal_id IS NOT NULL AND approval_id IS NOT NULL AND category IS NOT NULL AND main_cause IS NOT NULL)", name=op.f('ck_episodes_four_gates')),
    sa.CheckConstraint("status = 'INHERITED' OR case_id IS NOT NULL OR entry_path = 'INHERITED'", name=op.f('ck_episodes_case')),
    sa.CheckConstraint("status IN ('CANDIDATE', 'INHERITED', 'FILED', 'ENDED', 'DROPPED')", name=op.f('ck_episodes_status')),
    sa.ForeignKeyConstraint(['appraisal_id', 'case_id'], ['appraisals.id', 'appraisals.case_id'], name='fk_episodes_appraisal'),
    sa.ForeignKeyConstraint(['approval_id', 'case_id'], ['approvals.id', 'approvals.case_id'], name='fk_episodes_approval'),
    sa.ForeignKeyConstraint(['case_id'], ['applications.id'], name=op.f('fk_episodes_case_id')),
    sa.ForeignKeyConstraint(['decision_id'], ['eligibility_decisions.id'], name=op.f('fk_episodes_decision_id')),
    sa.ForeignKeyConstraint(['deliberation_id', 'case_id'], ['deliberations.id', 'deliberations.case_id'], name='fk_episodes_deliberation'),
    sa.ForeignKeyConstraint(['file_id'], ['hardship_files.id'], name=op.f('fk_episodes_file_id'), initially='DEFERRED', deferrable=True),
    sa.ForeignKeyConstraint(['publicity_id', 'case_id'], ['publicities.id', 'publicities.case_id'], name='fk_episodes_publicity'),
    sa.ForeignKeyConstraint(['signature_id', 'case_id'], ['signatures.id', 'signatures.case_id'], name='fk_episodes_signature'),
    sa.ForeignKeyConstraint(['statement_id', 'case_id'], ['economic_statements.id', 'economic_statements.case_id'], name='fk_episodes_statement'),
    sa.ForeignKeyConstraint(['visit_id', 'case_id'], ['visits.id', 'visits.case_id'], name='fk_episodes_visit'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_episodes')),
    sa.UniqueConstraint('case_id', name=op.f('uq_episodes_case_id')),
    sa.UniqueConstraint('id', 'file_id', name='uq_episodes_id_file')
    )
    with op.batch_alter_table('episodes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_episodes_file_id'), ['file_id'], unique=False)

    op.create_table('statement_lines',
    sa.Column('statement_id', sa.Uuid(), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('side', sa.String(length=10), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('period', sa.String(length=10), nullable=False),
    sa.Column('yearly', sa.BigInteger(), nullable=False),
    sa.Column('source', sa.String(length=10), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("period IN ('month', 'quarter', 'year')", name=op.f('ck_statement_lines_period')),
    sa.CheckConstraint("side IN ('income', 'expense')", name=op.f('ck_statement_lines_side')),
    sa.CheckConstraint("source IN ('declared', 'document', 'compared', 'visited')", name=op.f('ck_statement_lines_source')),
    sa.CheckConstraint("yearly = amount * CASE period WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END", name=op.f('ck_statement_lines_yearly')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_statement_lines_amount')),
    sa.ForeignKeyConstraint(['statement_id'], ['economic_statements.id'], name=op.f('fk_statement_lines_statement_id')),
    sa.PrimaryKeyConstraint('statement_id', 'seq', name=op.f('pk_statement_lines'))
    )
    op.create_table('visit_visitors',
    sa.Column('visit_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_visit_visitors_officer_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_visitors_visit_id')),
    sa.PrimaryKeyConstraint('visit_id', 'officer_id', name=op.f('pk_visit_visitors'))
    )
    create_triggers(op.get_bind())


def downgrade() -> None:
    drop_triggers(op.get_bind())
    op.drop_table('visit_visitors')
    op.drop_table('statement_lines')
    with op.batch_alter_table('episodes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_episodes_file_id'))

    op.drop_table('episodes')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index('uq_visits_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_visits_case_id'))

    op.drop_table('visits')
    with op.batch_alter_table('signatures', schema=None) as batch_op:
        batch_op.drop_index('uq_signatures_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_signatures_case_id'))

    op.drop_table('signatures')
    with op.batch_alter_table('objections', schema=None) as batch_op:
        batch_op.drop_index('ix_objections_open', sqlite_where=sa.text("state = 'OPEN'"), postgresql_where=sa.text("state = 'OPEN'"))

    op.drop_table('objections')
    with op.batch_alter_table('economic_statements', schema=None) as batch_op:
        batch_op.drop_index('uq_economic_statements_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_economic_statements_case_id'))

    op.drop_table('economic_statements')
    op.drop_table('deliberation_members')
    op.drop_table('comparison_replies')
    op.drop_table('work_item_exclusions')
    with op.batch_alter_table('timers', schema=None) as batch_op:
        batch_op.drop_index('ix_timers_due', sqlite_where=sa.text("state = 'OPEN'"), postgresql_where=sa.text("state = 'OPEN'"))

    op.drop_table('timers')
    with op.batch_alter_table('stand_ins', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stand_ins_officer_id'))

    op.drop_table('stand_ins')
    op.drop_table('send_plans')
    with op.batch_alter_table('sample_draws', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sample_draws_round_id'))

    op.drop_table('sample_draws')
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.drop_index('uq_reviews_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_reviews_case_id'))

    op.drop_table('reviews')
    op.drop_table('quarter_parts')
    with op.batch_alter_table('quarter_outcomes', schema=None) as batch_op:
        batch_op.drop_index('ix_quarter_outcomes_part')

    op.drop_table('quarter_outcomes')
    with op.batch_alter_table('publicities', schema=None) as batch_op:
        batch_op.drop_index('uq_publicities_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_publicities_case_id'))

    op.drop_table('publicities')
    op.drop_table('message_waits')
    op.drop_table('instance_trail')
    with op.batch_alter_table('incidents', schema=None) as batch_op:
        batch_op.drop_index('uq_incidents_open', sqlite_where=sa.text("state = 'OPEN'"), postgresql_where=sa.text("state = 'OPEN'"))

    op.drop_table('incidents')
    with op.batch_alter_table('file_persons', schema=None) as batch_op:
        batch_op.drop_index('uq_file_persons_main', sqlite_where=sa.text("active = 1 AND role = 'main'"), postgresql_where=sa.text("active AND role = 'main'"))
        batch_op.drop_index('uq_file_persons_active', sqlite_where=sa.text('active = 1'), postgresql_where=sa.text('active'))

    op.drop_table('file_persons')
    with op.batch_alter_table('eligibility_decisions', schema=None) as batch_op:
        batch_op.drop_index('ix_eligibility_decisions_latest')

    op.drop_table('eligibility_decisions')
    with op.batch_alter_table('deliberations', schema=None) as batch_op:
        batch_op.drop_index('uq_deliberations_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_deliberations_case_id'))

    op.drop_table('deliberations')
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_consents_person_id'))

    op.drop_table('consents')
    with op.batch_alter_table('comparisons', schema=None) as batch_op:
        batch_op.drop_index('uq_comparisons_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_comparisons_case_id'))

    op.drop_table('comparisons')
    with op.batch_alter_table('checks', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_checks_case_id'))

    op.drop_table('checks')
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_attachments_evidence_id'))
        batch_op.drop_index(batch_op.f('ix_attachments_case_id'))

    op.drop_table('attachments')
    with op.batch_alter_table('approvals', schema=None) as batch_op:
        batch_op.drop_index('uq_approvals_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_approvals_case_id'))

    op.drop_table('approvals')
    with op.batch_alter_table('appraisals', schema=None) as batch_op:
        batch_op.drop_index('uq_appraisals_current', sqlite_where=sa.text('superseded_at IS NULL'), postgresql_where=sa.text('superseded_at IS NULL'))
        batch_op.drop_index(batch_op.f('ix_appraisals_case_id'))

    op.drop_table('appraisals')
    op.drop_table('application_scans')
    with op.batch_alter_table('application_returns', schema=None) as batch_op:
        batch_op.drop_index('uq_application_returns_open', sqlite_where=sa.text('supplied_at IS NULL'), postgresql_where=sa.text('supplied_at IS NULL'))

    op.drop_table('application_returns')
    op.drop_table('application_papers')
    op.drop_table('application_lines')
    with op.batch_alter_table('work_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_items_subject_id'))
        batch_op.drop_index('ix_work_items_inbox', sqlite_where=sa.text("state IN ('OPEN', 'CLAIMED')"), postgresql_where=sa.text("state IN ('OPEN', 'CLAIMED')"))
        batch_op.drop_index('ix_work_items_due', sqlite_where=sa.text("state IN ('OPEN', 'CLAIMED')"), postgresql_where=sa.text("state IN ('OPEN', 'CLAIMED')"))
        batch_op.drop_index('ix_work_items_done')

    op.drop_table('work_items')
    with op.batch_alter_table('unit_versions', schema=None) as batch_op:
        batch_op.drop_index('uq_unit_versions_open', sqlite_where=sa.text('valid_to IS NULL'), postgresql_where=sa.text('valid_to IS NULL'))
        batch_op.drop_index(batch_op.f('ix_unit_versions_province_id'))
        batch_op.drop_index(batch_op.f('ix_unit_versions_parent_id'))
        batch_op.drop_index(batch_op.f('ix_unit_versions_division'))
        batch_op.drop_index(batch_op.f('ix_unit_versions_county_id'))
        batch_op.drop_index(batch_op.f('ix_unit_versions_city_id'))

    op.drop_table('unit_versions')
    op.drop_table('sampling_rounds')
    op.drop_table('receipts')
    op.drop_table('quarter_runs')
    with op.batch_alter_table('process_instances', schema=None) as batch_op:
        batch_op.drop_index('uq_process_instances_running', sqlite_where=sa.text("state = 'RUNNING'"), postgresql_where=sa.text("state = 'RUNNING'"))
        batch_op.drop_index('ix_process_instances_subject')

    op.drop_table('process_instances')
    with op.batch_alter_table('posts', schema=None) as batch_op:
        batch_op.drop_index('uq_posts_open_chair', sqlite_where=sa.text("role = 'chair' AND ends_on IS NULL"), postgresql_where=sa.text("role = 'chair' AND ends_on IS NULL"))
        batch_op.drop_index('ix_posts_unit_role')

    op.drop_table('posts')
    with op.batch_alter_table('officer_sessions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_officer_sessions_officer_id'))
        batch_op.drop_index(batch_op.f('ix_officer_sessions_expires_at'))

    op.drop_table('officer_sessions')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index('ix_notices_unread', sqlite_where=sa.text('read_at IS NULL'), postgresql_where=sa.text('read_at IS NULL'))
        batch_op.drop_index('ix_notices_officer')

    op.drop_table('notices')
    with op.batch_alter_table('household_members', schema=None) as batch_op:
        batch_op.drop_index('uq_household_members_open_person', sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))
        batch_op.drop_index('uq_household_members_open_main', sqlite_where=sa.text("until_on IS NULL AND role = 'main'"), postgresql_where=sa.text("until_on IS NULL AND role = 'main'"))
        batch_op.drop_index(batch_op.f('ix_household_members_person_id'))
        batch_op.drop_index('ix_household_members_open_by_person', sqlite_where=sa.text('until_on IS NULL'), postgresql_where=sa.text('until_on IS NULL'))
        batch_op.drop_index(batch_op.f('ix_household_members_household_id'))

    op.drop_table('household_members')
    with op.batch_alter_table('hardship_files', schema=None) as batch_op:
        batch_op.drop_index('uq_hardship_files_active_household', sqlite_where=sa.text("status IN ('INHERITED', 'FILED', 'RELIEVED')"), postgresql_where=sa.text("status IN ('INHERITED', 'FILED', 'RELIEVED')"))
        batch_op.drop_index(batch_op.f('ix_hardship_files_unit_id'))
        batch_op.drop_index('ix_hardship_files_province')
        batch_op.drop_index(batch_op.f('ix_hardship_files_household_id'))
        batch_op.drop_index('ix_hardship_files_county')

    op.drop_table('hardship_files')
    op.drop_table('definition_files')
    op.drop_table('campaigns')
    with op.batch_alter_table('applications', schema=None) as batch_op:
        batch_op.drop_index('uq_applications_open_household', sqlite_where=sa.text("status = 'OPEN'"), postgresql_where=sa.text("status = 'OPEN'"))
        batch_op.drop_index('uq_applications_open_applicant', sqlite_where=sa.text("status = 'OPEN'"), postgresql_where=sa.text("status = 'OPEN'"))
        batch_op.drop_index('ix_applications_unit')
        batch_op.drop_index('ix_applications_province')
        batch_op.drop_index(batch_op.f('ix_applications_household_id'))
        batch_op.drop_index('ix_applications_county')
        batch_op.drop_index('ix_applications_city')
        batch_op.drop_index(batch_op.f('ix_applications_applicant_id'))

    op.drop_table('applications')
    with op.batch_alter_table('worker_heartbeats', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_worker_heartbeats_swept_at'))

    op.drop_table('worker_heartbeats')
    op.drop_table('units')
    op.drop_table('process_definitions')
    with op.batch_alter_table('policy_parameters', schema=None) as batch_op:
        batch_op.drop_index('ix_policy_parameters_lookup')

    op.drop_table('policy_parameters')
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_persons_name_index'))

    op.drop_table('persons')
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_index('ix_outbox_open', sqlite_where=sa.text('done_at IS NULL AND dead_at IS NULL'), postgresql_where=sa.text('done_at IS NULL AND dead_at IS NULL'))

    op.drop_table('outbox')
    op.drop_table('officers')
    with op.batch_alter_table('login_throttles', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_login_throttles_since'))

    op.drop_table('login_throttles')
    op.drop_table('households')
    op.drop_table('file_counters')
    op.drop_table('demo_clock')
    op.drop_table('command_receipts')
    op.drop_table('case_counters')
    op.drop_table('audit_heads')
    with op.batch_alter_table('audit_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_events_subject'))

    op.drop_table('audit_events')
