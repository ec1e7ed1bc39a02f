"""Running the notebooks: the kernel, the parameters, and what is taken out so that they are the same everywhere.

Notebooks and parameters come in; executed notebooks go out.
"""
