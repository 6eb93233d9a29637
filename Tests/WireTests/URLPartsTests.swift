import Testing
import Wire

struct URLPartsTests {
  @Test func takesAFullURLApart() throws {
    let parts = try #require(URLParts("HTTPS://me:pw@Shop.Example:8443/a%20b/c?x=1&y=?#frag"))
    #expect(parts.scheme == "https")
    #expect(parts.userInfo == "me:pw")
    #expect(parts.host == "shop.example")
    #expect(parts.port == 8443)
    #expect(parts.path == "/a%20b/c")
    #expect(parts.query == "x=1&y=?")
    #expect(parts.origin == "https://shop.example:8443")
  }

  @Test(arguments: [
    ("http://a", "http://a", ""), ("http://a/", "http://a", "/"),
    ("http://a:80/x", "http://a", "/x"), ("https://a:443", "https://a", ""),
    ("https://a:80", "https://a:80", ""), ("http://[::1]:8080/x", "http://[::1]:8080", "/x"),
    ("http://[::1]", "http://[::1]", ""), ("http://a?q", "http://a", ""),
    ("http://127.0.0.1:9", "http://127.0.0.1:9", ""),
  ])
  func knowsTheOrigin(url: String, origin: String, path: String) throws {
    let parts = try #require(URLParts(url))
    #expect(parts.origin == origin)
    #expect(parts.path == path)
  }

  @Test func aMissingQueryIsNotAnEmptyOne() {
    #expect(URLParts("http://a/")?.query == nil)
    #expect(URLParts("http://a/?")?.query == "")
  }

  @Test(arguments: [
    "", "shop.example", "//shop", "http:/a", "http://", "http:///x", "http://a b", "http://a\n",
    "http://a:99999", "http://a:x", "://a", "ht tp://a", "http://a:-1", "http://:80",
  ])
  func refusesWhatIsNoAbsoluteURL(url: String) {
    #expect(URLParts(url) == nil)
  }
}

struct HTTPRequestDescriptionTests {
  private let request = HTTPRequest(
    .post,
    "https://user:hunter2@shop.example/wp-json?page=2&consumer_key=ck_1&consumer_secret=cs_1"
      + "&oauth_signature=sig1&oauth_nonce=n0nce&token=t0k",
    headers: ["Authorization": "Basic c2VjcmV0", "17token": "t0k"], body: Array("s3cret".utf8))

  @Test func showsWhatHelpsAndNoSecret() {
    let shown =
      "POST https://shop.example/wp-json?page=2&consumer_key=...&consumer_secret=..."
      + "&oauth_signature=...&oauth_nonce=...&token=... [Authorization, 17token] 6 bytes"
    #expect(request.description == shown)
  }

  @Test(arguments: ["hunter2", "ck_1", "cs_1", "sig1", "n0nce", "t0k", "c2VjcmV0", "s3cret"])
  func noWayOfPrintingShowsASecret(secret: String) {
    var dumped = ""
    dump(request, to: &dumped)
    dump(request.headers, to: &dumped)
    let texts = ["\(request)", String(reflecting: request), "\(request.headers)", dumped]
    #expect(!texts.joined().contains(secret))
  }

  @Test func whatIsNoURLIsNotShown() {
    #expect(HTTPRequest(.get, "key=1").redactedURL == "(not a URL)")
  }

  @Test func headerNamesCompareWithoutCase() {
    var headers: HTTPHeaders = ["Content-Type": "a"]
    headers.add("content-type", "b")
    #expect(headers["CONTENT-TYPE"] == "a")
    headers["content-Type"] = "c"
    #expect(headers.fields.map(\.value) == ["c"])
    headers["content-type"] = nil
    #expect(headers.fields == [])
  }
}

struct URLPartsEdgeTests {
  @Test(arguments: [
    ("http://me@a/x", "me", "a"), ("http://me:p%40w@a/x", "me:p%40w", "a"),
    ("http://a@b@c/x", "a@b", "c"), ("http://@a/x", "", "a"),
  ])
  func userInformationEndsAtTheLastSign(url: String, userInfo: String, host: String) throws {
    let parts = try #require(URLParts(url))
    #expect(parts.userInfo == userInfo)
    #expect(parts.host == host)
    #expect(!parts.origin.contains("@"))
  }

  @Test(arguments: ["http://a/x@y", "http://a?x=@", "http://a/x:9", "http://a/http://b"])
  func signsBehindTheHostMeanNothing(url: String) throws {
    let parts = try #require(URLParts(url))
    #expect(parts.host == "a")
    #expect(parts.userInfo == nil)
    #expect(parts.port == nil)
  }

  @Test func equalPartsAreEqualURLs() throws {
    let shouted = try #require(URLParts("HTTP://A/x"))
    #expect(shouted == URLParts("http://a/x#there"))
    #expect(URLParts("http://a/x") != URLParts("http://a/X"))
  }
}
