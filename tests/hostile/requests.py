"""Hostile requests by name, each with the only status it may have: what broke plain services, and more."""

import gzip
from dataclasses import dataclass, field

JSON = {"Content-Type": "application/json"}
BROWSER = {"Accept": "text/html"}


@dataclass(frozen=True)
class Hostile:
    """A request that means no good, or means nothing."""

    name: str
    status: int
    body: bytes | None = None
    query: str = ""
    method: str = ""
    path: str = "/api/v1/convolution"
    headers: dict[str, str] = field(default_factory=lambda: JSON)

    @property
    def verb(self) -> str:
        """POST when there is a body."""
        return self.method or ("GET" if self.body is None else "POST")


def layer(input: str = "[1,2,3,4]", weight: str = "[5,6,7]", more: str = "") -> bytes:
    """A body of a layer, with whatever stands in for its arrays."""
    return f'{{"input":{input},"weight":{weight}{"," if more else ""}{more}}}'.encode()


def nested(depth: int, inner: str = "1") -> str:
    """A number in `depth` lists."""
    return "[" * depth + inner + "]" * depth


BODIES = [
    Hostile("NaN in an array", 422, layer("[1,NaN]")),
    Hostile("Infinity in an array", 422, layer("[1,Infinity]")),
    Hostile("minus infinity in an array", 422, layer("[1,-Infinity]")),
    Hostile("1e999 in an array", 422, layer("[1,1e999]")),
    Hostile("-1e999 in an array", 422, layer("[1,-1e999]")),
    Hostile("NaN as text in an array", 422, layer('["NaN"]')),
    Hostile("a number of 5,000 digits", 422, layer(f"[{'9' * 5000}]")),
    Hostile("a number of 400 digits", 422, layer(f"[{'9' * 400}]")),
    Hostile("a fraction of 100,000 digits", 200, layer(f"[1.{'3' * 100_000},1,1]")),
    Hostile("a number too small for float64", 200, layer("[1e-999,1,1]")),
    Hostile("finite numbers whose sum is not", 422, layer("[1e308,1e308,1e308]", "[1,1,1]")),
    Hostile("finite numbers whose product is not", 422, layer("[1e200,1,1]", "[1e200,1,1]")),
    Hostile("infinities that would cancel", 422, layer("[1e308,1e308]", "[1e308,-1e308]")),
    Hostile("NaN in a whole number", 422, layer(more='"stride":NaN')),
    Hostile("NaN in a word", 422, layer(more='"operation":NaN')),
    Hostile("NaN in a flag", 422, layer(more='"steps":NaN')),
    Hostile("a lone surrogate in a word", 422, layer(more='"operation":"\\ud800"')),
    Hostile("a lone surrogate in a key", 422, layer(more='"\\ud800":1')),
    Hostile("NUL in a word", 422, layer(more='"operation":"a\\u0000b"')),
    Hostile("NUL in a key", 422, layer(more='"\\u0000":1')),
    Hostile("markup in a key", 422, layer(more='"<script>alert(1)</script>":1')),
    Hostile("an empty list", 422, layer("[]")),
    Hostile("an empty kernel", 422, layer(weight="[]")),
    Hostile("an empty row", 422, layer(weight="[[]]")),
    Hostile("a ragged array", 422, layer(weight="[[1,2],[3]]")),
    Hostile("numbers and lists in one array", 422, layer(weight="[1,[2]]")),
    Hostile("null in an array", 422, layer("[1,null]")),
    Hostile("true in an array", 422, layer("[1,true]")),
    Hostile("text in an array", 422, layer('[1,"1"]')),
    Hostile("an object in an array", 422, layer('[1,{"a":1}]')),
    Hostile("an object for an array", 422, layer('{"0":1}')),
    Hostile("text for an array", 422, layer('"1,2,3"')),
    Hostile("null for an array", 422, layer("null")),
    Hostile("a number for an array", 422, layer("1")),
    Hostile("an array of four axes", 422, layer(nested(4))),
    Hostile("an array of 33 axes", 422, layer(nested(33))),
    Hostile("an array of 70 axes", 422, layer(nested(70))),
    Hostile("an array of 500 axes", 422, layer(nested(500))),
    Hostile("an array of 1,000 axes", 422, layer(nested(1_000))),
    Hostile("a million open brackets", 422, b"[" * 1_000_000),
    Hostile("objects in objects, 1,000 deep", 422, b'{"input":' * 1_000 + b"1" + b"}" * 1_000),
    Hostile("objects in lists, 400 deep", 422, b'[{"a":' * 400 + b"1" + b"}]" * 400),
    Hostile("a kernel longer than the input", 422, layer("[1]", "[1,2]")),
    Hostile("padding of 2^62", 422, layer(more=f'"padding":{2**62}')),
    Hostile("padding of 2^64", 422, layer(more=f'"padding":{2**64}')),
    Hostile("padding of 10^300", 422, layer(more=f'"padding":{10**300}')),
    Hostile("padding of minus 10^300", 422, layer(more=f'"padding":-{10**300}')),
    Hostile("padding of 10^10", 422, layer(more=f'"padding":{10**10}')),
    Hostile("padding of 10^9, which is read and cannot be afforded", 422, layer(more=f'"padding":{10**9}')),
    Hostile("padding that overflows its sum", 422, layer(more='"padding":[[2147483647,2147483647]]')),
    Hostile("a huge stride over one window", 200, layer(more='"stride":2147483647')),
    Hostile("a huge stride over a huge padding", 200, layer(more='"stride":2147483647,"padding":2147483647')),
    Hostile("a stride of 10^30", 422, layer(more=f'"stride":{10**30}')),
    Hostile("a stride of zero", 422, layer(more='"stride":0')),
    Hostile("a negative stride", 422, layer(more='"stride":-1')),
    Hostile("a stride that is a float", 422, layer(more='"stride":1.0')),
    Hostile("a stride that is text", 422, layer(more='"stride":"1"')),
    Hostile("a stride that is true", 422, layer(more='"stride":true')),
    Hostile("a stride that is null", 422, layer(more='"stride":null')),
    Hostile("a stride of no axis", 422, layer(more='"stride":[]')),
    Hostile("a stride of a thousand axes", 422, layer(more=f'"stride":{[1] * 1000}')),
    Hostile("a stride in lists, 300 deep", 422, layer(more=f'"stride":{nested(300)}')),
    Hostile("a dilation of 2^31 - 1", 422, layer(more='"dilation":2147483647')),
    Hostile("a huge dilation of one tap", 200, layer(weight="[1]", more='"dilation":2147483647')),
    Hostile("a huge dilation in full padding", 200, layer("[1]", "[1,2]", '"dilation":400000,"padding":"full"')),
    Hostile("padding in lists, 300 deep", 422, layer(more=f'"padding":{nested(300)}')),
    Hostile("padding of no axis", 422, layer(more='"padding":[]')),
    Hostile("padding that is an object", 422, layer(more='"padding":{}')),
    Hostile("padding pair of one", 422, layer(more='"padding":[[1]]')),
    Hostile("reflect padding as wide as the input", 422, layer(more='"padding":4,"padding_mode":"reflect"')),
    Hostile("circular padding wider than the input", 422, layer(more='"padding":5,"padding_mode":"circular"')),
    Hostile("reflect padding of one number", 422, layer("[1]", "[1]", '"padding":1,"padding_mode":"reflect"')),
    Hostile("a misspelt field", 422, layer(more='"strides":1')),
    Hostile("a field of the page", 422, layer(more='"theme":"dark"')),
    Hostile("a prototype", 422, layer(more='"__proto__":{"input":[1]}')),
    Hostile("a key given twice", 422, layer(more='"input":[1]')),
    Hostile("a key given twice, once in escapes", 422, layer(more='"\\u0069nput":[1]')),
    Hostile("a key given twice in an object that does not belong", 422, layer(more='"a":{"b":1,"b":2}')),
    Hostile("groups that do not divide", 422, layer(more='"groups":3')),
    Hostile("two dimensions for one", 422, layer(more='"dims":2')),
    Hostile("a bias of another length", 422, layer(more='"bias":[1,2]')),
    Hostile("a bias that overflows", 422, layer("[1e308]", "[1]", '"bias":1e308')),
    Hostile("a bias that is null", 200, layer(more='"bias":null')),
    Hostile("ten thousand unknown fields", 422, layer(more=",".join(f'"k{i}":1' for i in range(10_000)))),
    Hostile("a key of a million bytes", 422, layer(more=f'"{"k" * 1_000_000}":1')),
    Hostile("a word of a million bytes", 422, layer(more=f'"operation":"{"k" * 1_000_000}"')),
    Hostile("a million commas", 422, layer(f"[{'1,' * 1_000_000}1]")),
    Hostile("200,000 bad entries", 422, layer(f"[{'null,' * 200_000}1]")),
    Hostile("200,000 empty rows", 422, layer(f"[{'[],' * 200_000}[]]")),
    Hostile("more multiply-adds than are computed", 422, layer(f"[{'1,' * 3_999}1]", f"[{'1,' * 1_999}1]")),
    Hostile("no object", 422, b"[]"),
    Hostile("null", 422, b"null"),
    Hostile("a number", 422, b"1"),
    Hostile("a text", 422, b'"input"'),
    Hostile("an empty object", 422, b"{}"),
    Hostile("an empty body", 400, b""),
    Hostile("blanks", 400, b" \t\r\n"),
    Hostile("half an object", 400, b'{"input":[1,2'),
    Hostile("two objects", 400, layer() + layer()),
    Hostile("a comma too many", 400, b'{"input":[1,2,],"weight":[1]}'),
    Hostile("single quotes", 400, b"{'input':[1],'weight':[1]}"),
    Hostile("a comment", 400, b'{"input":[1],"weight":[1]} // two'),
    Hostile("a hexadecimal number", 400, layer("[0x10]")),
    Hostile("a leading zero", 400, layer("[01]")),
    Hostile("a leading plus", 400, layer("[+1]")),
    Hostile("a bare point", 400, layer("[.5]")),
    Hostile("a control character in a text", 400, layer(more='"operation":"\x01"')),
    Hostile("UTF-16", 400, layer().decode().encode("utf-16")),
    Hostile("UTF-32", 400, layer().decode().encode("utf-32")),
    Hostile("a byte order mark", 400, b"\xef\xbb\xbf" + layer()),
    Hostile("bytes that are no UTF-8", 400, b'{"input":"\xff\xfe"}'),
    Hostile("an overlong NUL", 400, b'{"input":"\xc0\x80"}'),
    Hostile("NUL bytes", 400, b"\x00" * 1_000),
    Hostile("more bytes than are read", 413, b" " * 9_000_000),
]

BINARY = bytes(range(256))
HEADERS = [
    Hostile("binary as plain text", 415, BINARY, headers={"Content-Type": "text/plain"}),
    Hostile("binary as a form", 415, BINARY, headers={"Content-Type": "application/x-www-form-urlencoded"}),
    Hostile("binary as a form in parts", 415, BINARY, headers={"Content-Type": "multipart/form-data; boundary=a"}),
    Hostile("binary without a type", 415, BINARY, headers={}),
    Hostile("binary as JSON", 400, BINARY),
    Hostile("JSON as XML", 415, layer(), headers={"Content-Type": "application/xml"}),
    Hostile("JSON in another character set", 415, layer(), headers={"Content-Type": "application/json; charset=utf-7"}),
    Hostile("a compressed body", 415, gzip.compress(layer()), headers=JSON | {"Content-Encoding": "gzip"}),
    Hostile("a compressed body that does not say so", 400, gzip.compress(layer())),
    Hostile("a type of noise", 415, layer(), headers={"Content-Type": "\xff/\xfe; ="}),
    Hostile("a length that lies", 413, layer(), headers=JSON | {"Content-Length": "99999999999"}),
    Hostile("a length that is no number", 200, layer(), headers=JSON | {"Content-Length": "many"}),
    Hostile("a negative length", 200, layer(), headers=JSON | {"Content-Length": "-5"}),
    Hostile("an Accept of noise", 406, layer(), headers=JSON | {"Accept": ";=,\xff;;q=q,,"}),
    Hostile("an Accept of 100,000 entries", 406, layer(), headers=JSON | {"Accept": "a/b," * 100_000}),
    Hostile("an If-None-Match of noise", 200, query="input=1&weight=1", headers={"If-None-Match": '"\xff", W/, *'}),
    Hostile("a Host of noise", 200, query="input=1&weight=1", headers={"Host": "evil.example:99999/<script>"}),
    Hostile("another method", 405, layer(), method="PUT"),
    Hostile("a method that does not exist", 405, layer(), method="QUATSCH"),
    Hostile("a method of noise", 405, layer(), method="GET/1.1"),
    Hostile("TRACE", 405, method="TRACE"),
]

QUERIES = [
    Hostile("a query without fields", 422),
    Hostile("NaN in a query", 422, query="input=1,NaN&weight=1"),
    Hostile("an infinity in a query", 422, query="input=1,-inf&weight=1"),
    Hostile("1e999 in a query", 422, query="input=1,1e999&weight=1"),
    Hostile("a number of 5,000 digits in a query", 422, query=f"input={'9' * 5_000}&weight=1"),
    Hostile("a number with an underscore", 422, query="input=1_000&weight=1"),
    Hostile("a repeated parameter", 422, query="input=1&input=1&weight=1"),
    Hostile("a repeated unknown parameter", 422, query="a=1&a=1&input=1&weight=1"),
    Hostile("a repeated empty parameter", 422, query="input=1&weight=1&bias=&bias="),
    Hostile("an unknown parameter", 422, query="input=1&weight=1&strides=1"),
    Hostile("a parameter without a name", 422, query="input=1&weight=1&=1"),
    Hostile("only ampersands", 422, query="&" * 5_000),
    Hostile("5,000 parameters", 422, query="&".join(f"{i}=" + "1" for i in range(2_000))),
    Hostile("JSON in a query that does not end", 422, query="input=[1,2&weight=1"),
    Hostile("JSON in a query, 5,000 deep", 422, query=f"input={'[' * 5_000}{']' * 5_000}&weight=1"),
    Hostile("JSON in a query, 900 deep", 422, query=f"input={nested(900)}&weight=1"),
    Hostile("a stride in a query, 900 deep", 422, query=f"input=1&weight=1&stride={nested(900)}"),
    Hostile("padding in a query, 900 deep", 422, query=f"input=1&weight=1&padding={nested(900)}"),
    Hostile("an object in a query", 422, query='input=[{"a":1}]&weight=1'),
    Hostile("text in an array of a query", 422, query='input=["1"]&weight=1'),
    Hostile("a whole number of 5,000 digits", 422, query=f"input=1&weight=1&stride={'9' * 5_000}"),
    Hostile("whole numbers of 5,000 digits in JSON", 422, query=f"input=1&weight=1&stride=[{'9' * 5_000}]"),
    Hostile("padding of 2^62 in a query", 422, query=f"input=1&weight=1&padding={2**62}"),
    Hostile("empty places", 422, query="input=1,,2&weight=1"),
    Hostile("only commas", 422, query="input=,,,,&weight=1"),
    Hostile("only semicolons", 422, query="input=;;;;&weight=1"),
    Hostile("only blanks", 422, query="input=%20%09%0a&weight=1"),
    Hostile("bytes that are no UTF-8 in a query", 422, query="input=%ff%fe&weight=1"),
    Hostile("bytes that are no UTF-8 in a name", 422, query="%ff=1&input=1&weight=1"),
    Hostile("NUL in a query", 422, query="input=%00&weight=1"),
    Hostile("a lone surrogate in a query", 422, query="input=%ed%a0%80&weight=1"),
    Hostile("a broken escape in a query", 422, query="input=%zz&weight=1"),
    Hostile("line breaks in a query", 422, query="input=1%0d%0aSet-Cookie:a&weight=1"),
    Hostile("markup in a query", 422, query="input=<script>alert(1)</script>&weight=1"),
    Hostile("a template in a query", 422, query="input={{7*7}}&weight=1"),
    Hostile("an address longer than is read", 414, query="input=" + "1," * 10_000),
    Hostile("an address of 60,000 bytes", 414, query="a" * 60_000),
    Hostile("a path of 60,000 bytes", 414, path="/" + "a" * 60_000),
    Hostile("a path that climbs", 404, path="/api/v1/../../etc/passwd"),
    Hostile("a path with NUL", 404, path="/api/v1/%00"),
    Hostile("a path that is no UTF-8", 404, path="/api/v1/%ff"),
    Hostile("a path of slashes", 404, path="/api" + "/" * 5_000),
    Hostile("another version", 404, path="/api/v2/convolution"),
]

EVERY_OPERATION = ("convolution", "feature-maps", "toeplitz", "connectivity", "gradients")
