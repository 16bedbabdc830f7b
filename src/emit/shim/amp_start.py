# Written by ampc: prepares the function before its own code, index, is loaded.
import importlib
import json
import os

# What the environment cannot hold is read from the parameter store: AMP_PARAMETERS says which variable from where.
if "AMP_PARAMETERS" in os.environ:
    import boto3

    _parameters = json.loads(os.environ["AMP_PARAMETERS"])
    _client = boto3.client("ssm")
    _values = {}
    for _variable, _name in _parameters["names"].items():
        if _name not in _values:
            _path = _parameters["prefix"] + _name
            try:
                _answer = _client.get_parameter(Name=_path, WithDecryption=True)
            except Exception as error:
                raise RuntimeError(f"{_path} cannot be read from the parameter store: {error}") from error
            _values[_name] = _answer["Parameter"]["Value"]
        os.environ[_variable] = _values[_name]

_own = importlib.import_module("index").handler


# Before a sign-up: owners are stored as `sub::username`, so a username with `::` could pass for somebody else.
def _guarded(event, context):
    if "::" in event["userName"]:
        raise ValueError("a username cannot hold ::")
    return _own(event, context)


handler = _guarded if "AMP_GUARDS_USERNAMES" in os.environ else _own
