"""A run over many reports: worker processes, and a cache of what was read and what was said of it.

run      files taken in, told apart, asked; what comes back added up: `audit_many`, whose result is that
         of findings.session.audit_files, byte for byte
office   what a worker does with one file or one report; which rules must be asked again
    tasks    what goes to it and comes back; beside: what a rule sees of other reports, and that it looked
crew     who does it: this process, or workers that may die or hang and cost one report only; todo: what is
         still to be given to them
worker   a worker's side of that; brief: what it is told
cache    the one file that keeps it all, and is the run's journal; digests: what its keys are made of
pack     a report as bytes that load fast; thaw: outcomes and findings as bytes
extras   what forms of output want of every report
"""
