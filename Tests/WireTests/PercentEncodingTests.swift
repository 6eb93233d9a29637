import Testing
import Wire

struct PercentEncodingTests {
  @Test(arguments: [
    ("azAZ09-._~", "azAZ09-._~"), (" ", "%20"), ("+", "%2B"),
    (
      "/?#[]@!$&'()*,;=:",
      "%2F%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2C%3B%3D%3A"
    ), ("é", "%C3%A9"), ("%", "%25"),
    ("", ""), ("\0", "%00"),
  ])
  func encodesAllButUnreservedBytes(text: String, encoded: String) {
    #expect(PercentEncoding.encode(text) == encoded)
    #expect(PercentEncoding.decode(encoded) == text)
  }

  @Test(arguments: ["%", "%2", "%2G", "%zz", "a%", "%C3", "%FF"])
  func refusesWhatIsNotAnEncodingOfText(text: String) {
    #expect(PercentEncoding.decode(text) == nil)
  }

  @Test func plusIsABlankOnlyInForms() {
    #expect(PercentEncoding.decode("a+b") == "a+b")
    #expect(PercentEncoding.decode("a+b%2Bc", plusIsBlank: true) == "a b+c")
    #expect(PercentEncoding.decode("%c3%a9") == "é")
  }
}

struct FormTests {
  @Test func keepsTheOrderAndEncodesBothSides() {
    let form: Form = ["b[]": "1&2", "a": "x y", "empty": ""]
    #expect(form.encoded == "b%5B%5D=1%262&a=x%20y&empty=")
    #expect(Form(parsing: form.encoded) == form)
  }

  @Test func readsWhatBrowsersSend() {
    let form = Form(parsing: "a=1+2&b&&c=%3D=&a=second")
    #expect(form.fields.map(\.name) == ["a", "b", "c", "a"])
    #expect(form["a"] == "1 2")
    #expect(form["b"] == "")
    #expect(form["c"] == "==")
    #expect(form["none"] == nil)
  }

  @Test func aBadlyEncodedFieldIsKeptAsWritten() {
    #expect(Form(parsing: "a=%zz&%=1") == ["a": "%zz", "%": "1"])
  }

  @Test func emptyTextHasNoFields() {
    #expect(Form(parsing: "").fields == [])
    #expect(Form().encoded == "")
  }

  @Test func fieldsAreAddedBehind() {
    var form: Form = ["a": "1"]
    form.add("b", "2")
    #expect(form.encoded == "a=1&b=2")
  }
}
