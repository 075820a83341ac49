"""The worklist: inbox, claim, complete, deadlines. Knows nothing of BPMN."""
