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

  @Test(arguments: [
    ("Tom & Jerry", "Tom &amp; Jerry"), ("<b>a</b>", "&lt;b&gt;a&lt;/b&gt;"),
    ("&lt;", "&amp;lt;"), ("a\n\"b\" 'c'", "a\n\"b\" 'c'"), ("", ""),
  ])
  func escapesMarksAndIsUndone(text: String, escaped: String) {
    #expect(HTMLText.escaped(text) == escaped)
    #expect(HTMLText.decoded(escaped) == text)
  }
}
