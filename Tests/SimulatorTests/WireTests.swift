import Fulfillment
@testable import Simulator
import Testing
import Wire

@Suite struct WireTests {
  @Test(arguments: [
    ("http://h:81/a/b?x=1", "http", "h:81", "/a/b"), ("https://h", "https", "h", "/"),
    ("HTTP://h?x", "http", "h", "/"), ("/only/path?y", "http", "", "/only/path"),
    ("http://h/a%2Fb#part?no=1", "http", "h", "/a%2Fb"), ("", "http", "", "/"),
  ])
  func anAddressIsTakenApart(url: String, scheme: String, authority: String, path: String) {
    let target = RequestTarget(url)
    #expect(target.scheme == scheme && target.authority == authority && target.path == path)
  }

  @Test(arguments: [
    ("a=1", "1"), ("b=2", nil), ("a=1&a=2", "2"), ("a", ""), ("a=", ""), ("a=b=c", "b=c"),
    ("a=x+y", "x y"), ("a=x%2By", "x+y"), ("a=%C3%A9%F0%9F%8C%B1", "é🌱"), ("%61=1", "1"),
    ("a=%", "%"), ("a=%4", "%4"), ("a=%zz", "%zz"), ("a=100%25", "100%"),
  ])
  func aParameterIsDecoded(query: String, value: String?) {
    #expect(RequestTarget("http://h/?" + query)["a"] == value)
  }

  @Test(arguments: [
    ("s=a,b", ["a", "b"]), ("s[]=a&s[]=b", ["a", "b"]), ("s%5B0%5D=a&s%5B1%5D=b", ["a", "b"]),
    ("s=", []), ("st=a", []), ("s[]=a,b", ["a,b"]),
  ])
  func listsComeInThreeForms(query: String, values: [String]) {
    #expect(RequestTarget("http://h/?" + query).list("s") == values)
  }

  @Test(arguments: [
    ("abc-._~19", "abc-._~19"), (" +/", "%20%2B%2F"), ("é", "%C3%A9"), ("%", "%25"),
    ("[0]=&", "%5B0%5D%3D%26"),
  ])
  func percentEncodingIsThatOfTheRFC(plain: String, encoded: String) {
    #expect(plain.percentEncoded == encoded)
  }

  static let sample: AnswerJSON = [
    "z": 1, "a": [true, nil, "t"], "n": .number("4.10"), "e": [:], "l": [], "o": .optional(nil),
  ]

  @Test func membersKeepTheirOrderAndNumbersTheirDigits() {
    let text = String(decoding: Self.sample.bytes(), as: UTF8.self)
    #expect(text == #"{"z":1,"a":[true,null,"t"],"n":4.10,"e":{},"l":[],"o":null}"#)
  }

  @Test(arguments: [
    ("plain", #""plain""#, #""plain""#), ("a\"b\\c", #""a\"b\\c""#, #""a\"b\\c""#),
    ("\n\r\t", #""\n\r\t""#, #""\n\r\t""#), ("\u{1B}\u{0}", #""\u001b\u0000""#, #""\u001b\u0000""#),
    ("a/b", #""a/b""#, #""a\/b""#), ("é", #""é""#, #""\u00e9""#),
    ("🌱", #""🌱""#, #""\ud83c\udf31""#), ("\u{7F}", "\"\u{7F}\"", "\"\u{7F}\""),
  ])
  func textIsEscapedInTwoManners(text: String, plain: String, php: String) {
    #expect(String(decoding: AnswerJSON.text(text).bytes(), as: UTF8.self) == plain)
    #expect(String(decoding: AnswerJSON.text(text).bytes(.php), as: UTF8.self) == php)
  }

  @Test(arguments: ["é/🌱\u{1B}\"\\\n", "漢字 עברית العربية", "\u{202E}\u{200B}", ""])
  func bothMannersReadBackTheSame(text: String) throws {
    let json = AnswerJSON.object([(text, .text(text))])
    for style in [AnswerJSON.Style.plain, .php] {
      let response = HTTPResponse.json(200, json, style: style)
      #expect(try Answer(response)[text].text == text)
    }
  }

  @Test func aRateWindowSlides() {
    var window = RateWindow(2, in: .seconds(10))
    let taken = [0, 4, 9, 10, 13, 14].map { window.take(monday + .seconds($0)) }
    #expect(taken == [true, true, false, true, false, true])
  }

  @Test func aClockThatGoesBackDoesNotBlockForEver() {
    var window = RateWindow(1, in: .seconds(10))
    let taken = [Int64(0), -86_400].map { window.take(monday + .seconds($0)) }
    #expect(taken == [true, true])
  }

  @Test(arguments: [
    ("http://h/shop/wp-json/wc/v3/orders", Service.shop, "/wp-json/wc/v3/orders"),
    ("http://h/cj/api2.0/v1/x", .cj, "/api2.0/v1/x"), ("http://h/easypost/v2", .easypost, "/v2"),
    ("http://h/17track//track/", .seventeenTrack, "/track"),
    ("http://h/17track", .seventeenTrack, "/"),
  ])
  func aCallFindsItsService(url: String, service: Service, path: String) {
    let call = Call(HTTPRequest(.get, url), now: monday, realNow: monday)
    #expect(call.service == service && call.path == path)
  }

  @Test(arguments: ["http://h/", "http://h", "http://h/shops/x", "http://h/SHOP", "x"])
  func aCallForNobodyHasNone(url: String) {
    #expect(Call(HTTPRequest(.get, url), now: monday, realNow: monday).service == nil)
  }

  @Test(arguments: [
    (Int64(0), 0, "1970-01-01T00:00:00"), (1_795_424_400_999, 0, "2026-11-23T09:00:00"),
    (1_795_424_400_000, 120, "2026-11-23T11:00:00"),
    (1_795_424_400_000, -600, "2026-11-22T23:00:00"),
    (-1, 0, "1969-12-31T23:59:59"),
  ])
  func theShopsClockHasNoZoneAndNoFraction(milliseconds: Int64, zone: Int, text: String) {
    #expect(Timestamp(milliseconds: milliseconds).wallClock(zone) == text)
  }

  @Test(arguments: [(0, 1, "0"), (7, 3, "007"), (1234, 3, "1234"), (99, 2, "99")])
  func numbersArePadded(number: Int, width: Int, text: String) {
    #expect(zeroPadded(number, width) == text)
  }

  @Test(arguments: [1, 2, 24, 100, 1001])
  func arrivalsFillTheDayInOrder(count: Int) {
    var random = SeededRandom(seed: 41)
    let times = Arrivals.times(from: monday, count: count, &random)
    #expect(times.count == count && times == times.sorted())
    #expect(times.allSatisfy { $0 >= monday && $0 < monday + .days(1) })
    #expect(times.allSatisfy { $0.milliseconds % 1000 == 0 })
  }

  @Test(arguments: [(0, 3), (1, 3), (100, 7), (999, 30)])
  func aTotalIsSplitOverDaysWithoutRemainder(total: Int, days: Int) {
    let starts = (0..<days).map { monday + .days(Int64($0)) }
    let counts = Arrivals.split(total, over: starts)
    #expect(counts.reduce(0, +) == total && counts.count == days)
    #expect(counts.allSatisfy { $0 >= 0 })
    if total > 100 { #expect((counts.max() ?? 0) < 2 * (counts.min() ?? 0)) }
  }

  @Test func aPageInTroubleIsAPage() {
    let page = HTTPResponse.html(502, "502 Bad Gateway", headers: ["Retry-After": "5"])
    #expect(page.status == 502 && page.headers["Retry-After"] == "5")
    #expect(page.headers["Content-Type"] == "text/html; charset=UTF-8")
    #expect(String(decoding: page.body, as: UTF8.self).hasPrefix("<!DOCTYPE html>"))
  }
}
