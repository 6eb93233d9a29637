import Testing
import Wire

struct EncodingRandomTests {
  private static let seeds = 1...100 as ClosedRange<UInt64>
  private static let characters: [Character] = [
    "a", "Z", "0", "-", ".", "_", "~", " ", "+", "%", "&", "=", "/", "?", "#", "é", "😀", "\n", "\0",
  ]

  @Test(arguments: seeds)
  func percentEncodingIsUndone(seed: UInt64) {
    var random = Seeded(seed)
    let text = random.text(Self.characters, upTo: 30)
    let encoded = PercentEncoding.encode(text)
    #expect(PercentEncoding.decode(encoded) == text)
    #expect(PercentEncoding.decode(encoded, plusIsBlank: true) == text)
    #expect(encoded.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
  }

  @Test(arguments: seeds)
  func formsAreUndone(seed: UInt64) {
    var random = Seeded(seed)
    let form = Form(
      (0..<random.below(5)).map { _ in
        Form.Field(
          name: "n" + random.text(Self.characters, upTo: 6),
          value: random.text(Self.characters, upTo: 6))
      })
    #expect(Form(parsing: form.encoded) == form)
  }

  @Test(arguments: seeds)
  func anythingDecodesOrIsRefused(seed: UInt64) {
    var random = Seeded(seed)
    let text = random.text(["%", "4", "1", "F", "g", "C", "3", "+"], upTo: 12)
    let form = Form(parsing: text)
    #expect(form.fields.count <= 1)
    if let decoded = PercentEncoding.decode(text) {
      #expect(decoded.utf8.count <= text.utf8.count)
    } else {
      #expect(text.contains("%"))
    }
  }

  @Test(arguments: seeds)
  func urlsAreTakenApartOrRefused(seed: UInt64) {
    var random = Seeded(seed)
    let parts = [
      "http", "https", ":", "/", "//", "@", "a", "[", "]", "::1", "80", "?", "#", "%20", ".",
    ]
    let url = (0..<random.below(10)).map { _ in random.element(of: parts) }.joined()
    guard let taken = URLParts(url) else { return }
    #expect(!taken.host.isEmpty)
    #expect(url.hasPrefix(taken.scheme + "://"))
    #expect(taken.path.isEmpty || taken.path.hasPrefix("/"))
    #expect(taken.query.map { url.contains("?" + $0) } ?? true)
  }

  @Test(arguments: seeds)
  func aRedactedURLIsStillAURL(seed: UInt64) {
    var random = Seeded(seed)
    let secret = "S3" + random.text(["a", "b", "1"], upTo: 6)
    let names = [
      "consumer_key", "oauth_signature", "access_token", "PASSWORD", "api_secret", "nonce",
    ]
    let query: Form = ["page": "7", random.element(of: names): secret]
    let request = HTTPRequest(.get, "https://x:\(secret)@shop.example/a?" + query.encoded)
    #expect(URLParts(request.redactedURL)?.host == "shop.example")
    #expect(request.redactedURL.contains("page=7"))
    #expect(!request.redactedURL.contains(secret))
  }
}

struct HTTPValueTests {
  @Test func requestsAreValues() {
    let request = HTTPRequest(.put, "http://a", headers: ["A": "1"], body: [1])
    var other = request
    #expect(request == other)
    other.body = [2]
    #expect(request != other)
    #expect(Set([request, other, request]).count == 2)
  }

  @Test(arguments: [
    (HTTPRequest.Method.get, "GET"), (.post, "POST"), (.put, "PUT"), (.delete, "DELETE"),
    (.patch, "PATCH"),
  ])
  func methodsAreWrittenAsOnTheWire(method: HTTPRequest.Method, text: String) {
    #expect(method.rawValue == text)
  }

  @Test func headersKeepRepeatedFieldsInOrder() {
    var headers = HTTPHeaders()
    headers.add("Set-Cookie", "a")
    headers.add("set-cookie", "b")
    #expect(headers.fields.map(\.value) == ["a", "b"])
    #expect(headers["SET-COOKIE"] == "a")
    #expect(headers["cookie"] == nil)
  }

  @Test func answersHoldWhatTheyAreGiven() {
    let answer = HTTPResponse(status: 204)
    #expect(answer.status == 204)
    #expect(answer.headers.fields == [])
    #expect(answer.body == [])
  }

  @Test func headerNamesAreShownAndValuesAreNot() {
    let headers: HTTPHeaders = ["Accept": "x", "17token": "secret"]
    #expect("\(headers)" == "Accept, 17token")
  }
}
