import Testing

@testable import Connectors

struct HTMLTextTests {
  @Test(arguments: [
    ("Tom &amp; Jerry", "Tom & Jerry"), ("&lt;b&gt;&quot;x&quot;", "<b>\"x\""),
    ("caf&#233; &#xE9; &#X1F600;", "café é 😀"), ("a &#8211; b&hellip;", "a – b…"),
    ("AT&T", "AT&T"), ("&unknown;", "&unknown;"), ("&", "&"), ("&;", "&;"),
    ("&#xD800;", "&#xD800;"),
    ("&#99999999999;", "&#99999999999;"), ("&amp;amp;", "&amp;"), ("x & y; z", "x & y; z"),
    ("", ""), ("&#39;tis", "'tis"), ("&amp", "&amp"),
  ])
  func decodesReferencesAndLeavesTheRest(escaped: String, text: String) {
    #expect(HTMLText.decoded(escaped) == text)
  }
}
