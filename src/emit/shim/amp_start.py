# Written by ampc: prepares the function before its own code, index, is loaded.
import importlib
import json
import os

# What the environment cannot hold is read from the parameter store: AMP_PARAMETERS says which variable from where.
if "AMP_PARAMETERS" in os.environ:
    import boto3

    _parameters = json.loads(os.environ["AMP_PARAMETERS"])
    _paths = {variable: _parameters["prefix"] + name for variable, name in _parameters["names"].items()}
    _wanted = sorted(set(_paths.values()))
    _client = boto3.client("ssm")
    _values = {}
    # GetParameters takes ten names.
    for _at in range(0, len(_wanted), 10):
        _answer = _client.get_parameters(Names=_wanted[_at : _at + 10], WithDecryption=True)
        _values.update({parameter["Name"]: parameter["Value"] for parameter in _answer["Parameters"]})
    _missing = [path for path in _wanted if path not in _values]
    if _missing:
        raise RuntimeError("not in the parameter store: " + ", ".join(_missing))
    os.environ.update({variable: _values[path] for variable, path in _paths.items()})

_own = importlib.import_module("index").handler


# Before a sign-up: owners are stored as `sub::username`, so a username with `::` could pass for somebody else.
def _guarded(event, context):
    if "::" in event["userName"]:
        raise ValueError("a username cannot hold ::")
    return _own(event, context)


handler = _guarded if "AMP_GUARDS_USERNAMES" in os.environ else _own
