"""Nested stacks put back together: one template, with the references between stacks followed."""

import json
import re


def flat(path):
    """The template of that file and those nested in it, as one."""
    root = json.loads(path.read_text())
    nested = {}
    for name, resource in list(root["Resources"].items()):
        if resource["Type"] == "AWS::CloudFormation::Stack":
            nested[name] = json.loads((path.parent / resource["Properties"]["TemplateURL"]).read_text())
            nested[name]["Given"] = resource["Properties"].get("Parameters", {})
            del root["Resources"][name]

    def in_root(name, attribute):
        if name not in nested:
            return None
        return nested[name]["Outputs"][attribute.removeprefix("Outputs.")]["Value"]

    def in_nested(template):
        def given(name, _):
            value = template["Given"].get(name)
            return value and followed(value, in_root)

        return given

    whole = followed(root, in_root)
    for template in nested.values():
        for name, resource in template["Resources"].items():
            assert name not in whole["Resources"], name
            whole["Resources"][name] = followed(resource, in_nested(template))
    return whole


def followed(value, lead):
    """A value with what `lead` gives for (name, attribute) in the place of references, unless it is None."""

    def hole(match):
        name, _, attribute = match[1].partition(".")
        match lead(name, attribute):
            case {"Ref": name}:
                return f"${{{name}}}"
            case {"Fn::GetAtt": [name, attribute]}:
                return f"${{{name}.{attribute}}}"
        return match[0]

    if isinstance(value, list):
        return [followed(it, lead) for it in value]
    match value:
        case {"Ref": name}:
            return lead(name, "") or value
        case {"Fn::GetAtt": [name, attribute]}:
            return lead(name, attribute) or value
        case {"Fn::Sub": str(text)}:
            return {"Fn::Sub": re.sub(r"\$\{([^!}][^}]*)\}", hole, text)}
        case dict():
            return {key: followed(it, lead) for key, it in value.items()}
    return value
