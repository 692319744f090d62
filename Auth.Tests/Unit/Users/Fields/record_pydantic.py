"""Records how pydantic 2 converts values: python3 record_pydantic.py > pydantic.jsonl

The values are parsed by json.loads first, as FastAPI does. Numbers exclude infinity and NaN, which JSON cannot represent.
"""
import datetime
import json
from typing import Annotated, Any

from pydantic import Field, ValidationError, create_model

TYPES = {
    "String": str,
    "Integer": int,
    "Number": Annotated[float, Field(allow_inf_nan=False)],
    "Boolean": bool,
    "Date": datetime.date,
    "Object": dict[str, Any],
}

INPUTS = {
    "String": ['"a"', '""', '5', 'true', 'null', '[]', '{}', r'"\u0000"', '"😀"', r'"\ud83d\ude00"'],
    "Integer": [
        '5', '5.0', '5.5', '-0.0', '-0', '1e3', '1E400', '1e18', '1e19', '1e20', '-1e20', '9007199254740993.0', '0.0',
        '9223372036854775807', '-9223372036854775808', 'true', 'false', 'null', '[]', '{}',
        '"5"', '" 5 "', '"5.0"', '"5.00"', '"5.5"', '"5."', '".5"', '"+5"', '"-5"', '"--5"', '"+"', '"-0"', '"-0.0"', '"007"',
        '"0x10"', '"1e3"', '"abc"', '""', '" "', r'"\n5\t"', r'"\u00a05"', '"1 000"', '"١"', '"1_000"', '"1__0"', '"_1"', '"1_"',
        '"0_1"', '"5_0.0"', '"1_000.0"', r'"5\u0000"', '"9223372036854775807"',
    ],
    "Number": [
        '5', '5.5', '0.1', '-0.5', '1.0', '1e5', '1e-400', '1e999', '100000000000000000000.0',
        '123456789012345678901234567890', 'true', 'false', 'null', '[]', '{}',
        '"5.5"', '" 5.5 "', '"5"', '"5."', '"-.5"', '"+1.5"', '"+-1"', '"1e5"', '"1E5"', '"1e"', '"1e+5"', '"0x1p3"', '"abc"', '""',
        '" "', '"١"', '"1_0.5"', '"1__0"', '"_1"', '"1_"', '"nan"', '"NaN"', '"inf"', '"-inf"', '"Infinity"', '"1e999"', '"."',
    ],
    "Boolean": [
        'true', 'false', '1', '0', '1.0', '0.0', '-0.0', '1e0', '2', '-1', '1.5', '9223372036854775808', 'null', '[]', '{}',
        '"1"', '"0"', '"true"', '"TRUE"', '"t"', '"yes"', '"Y"', '"on"', '"off"', '"n"', '"F"', '"maybe"', '""', '" true"', '"1.0"',
        '"ＹＥＳ"',
    ],
    "Date": [
        '"2024-02-29"', '"2023-02-29"', '"2000-02-29"', '"1900-02-29"', '"0001-01-01"', '"0000-01-01"', '"0000-02-29"',
        '"9999-12-31"', '"10000-01-01"', '"2024-13-01"', '"2024-00-01"', '"2024-01-32"', '"2024-01-00"', '"2024-2-9"',
        '"2024-1-01"', '"24-01-01"', '"202-01-01"', '"2024-01"', '"2024/01/01"', '"2024-01/01"', '"2024-W01-1"', '"-2024-01-01"',
        '"2024-01-0a"', '"２０２４-01-01"', '" 2024-01-01"', '"2024-01-01 "', r'"2024-01-01\n"', '"2024-01-011"', '"abc"', '""', '"1e5"',
        '"2024-01-01T00:00:00"', '"2024-01-01T00:00"', '"2024-01-01 00:00"', '"2024-01-01_00:00:00"', '"2024-01-01t00:00:00z"',
        '"2024-01-01T00:00:00Z"', '"2024-01-01T00:00:00+02:00"', '"2024-01-01T00:00:00.000"', '"2024-01-01T00:00:00.001"',
        '"2024-01-01T00:00:00.000Z"', '"2024-01-01T10:00:00"', '"2024-01-01T00:01"', '"2024-01-01T"', '"2024-01-01T24:00:00"',
        '"2024-01-01T00:60:00"', '"2024-01-01T00:00:60"', '"2024-01-01T00:00:00 "',
        '0', '86400', '86401', '86400.0', '1.5', '-86400', '1e12', '1e20', '172800000000000', '253402214400000', '253402300800000',
        '20000000000', '20000000001', '"0"', '"86400"', '"-86400"', '"+86400"', '"86400.0"', '"86401"', '"1.5"', '"20240229"',
        'true', 'null', '[]', '{}',
    ],
    "Object": [
        '{}', '{"a":{"b":[1,null,true,"x"]}}', '{"a":1,"b":2,"a":3}', '{"":1}', '{"__proto__":{"x":1}}', '[]', '[["a",1]]', '"a"',
        '5', 'true', 'null',
    ],
}

LISTS = ['[]', '["a","b"]', '["a",1,null,"b",true]', '[["a"]]', '"a"', '{}', '{"a":1}', '5', 'true', 'null']

STRINGS = [
    ('"abc"', {"max_length": 3}), ('"abcd"', {"max_length": 3}), ('"😀😀😀"', {"max_length": 3}), ('"😀😀😀😀"', {"max_length": 3}),
    ('"ab"', {"max_length": 1}), ('"ab"', {"pattern": "^[a-z]+$"}), ('"ab1"', {"pattern": "^[a-z]+$"}),
    (r'"ab\n"', {"pattern": "^[a-z]+$"}), ('"1ab1"', {"pattern": "[a-z]"}), ('"AB"', {"pattern": "[a-z]"}),
    ('"ab1d"', {"pattern": "^[a-z]+$", "max_length": 3}), ('"a$"', {"pattern": r"^a\$$"}), ('"$"', {"pattern": "^[$]$"}),
    (r'"]\n"', {"pattern": "^[]$]$"}), ('"]"', {"pattern": "^[]$]$"}), (r'"b\n"', {"pattern": "^([^a]|c$)$"}),
]


def record(name, kind, text, **rules):
    model = create_model("Body", value=(kind, ...))
    line = {"type": name, **rules, "input": text}
    try:
        line["value"] = json.loads(model(value=json.loads(text)).model_dump_json())["value"]
    except ValidationError as invalid:
        line["errors"] = [
            {"loc": list(error["loc"][1:]), "type": error["type"], "msg": error["msg"], "ctx": error.get("ctx")}
            for error in invalid.errors(include_url=False)
        ]
    print(json.dumps(line))


for name, kind in TYPES.items():
    for text in INPUTS[name]:
        record(name, kind, text)
for text in LISTS:
    record("StringList", list[str], text)
for text, rules in STRINGS:
    record("String", Annotated[str, Field(**rules)], text, **rules)
    record("StringList", list[Annotated[str, Field(**rules)]], f'["abc",{text}]', **rules)
