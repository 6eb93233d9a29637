import Connectors
import Fulfillment
import Testing
import Wire

/// What every connector makes of an answer that says nothing of its own; told by one of them.
struct AnswerTests {
  private let exchange = EasyPost(Samples.credentials).track(
    [Shipment(number: "EZ1")], Samples.context)

  private func failure(
    _ status: Int, _ body: String = "", headers: HTTPHeaders = HTTPHeaders()
  ) -> ConnectorError? {
    Samples.error(exchange, Samples.answer(body, status: status, headers: headers))
  }

  @Test(arguments: [401, 403])
  func refusedKeysAreNotRetried(status: Int) throws {
    let error = try #require(failure(status, "<html>denied</html>"))
    #expect(error.retry == .never)
    #expect(error.message.hasPrefix("access refused: "))
  }

  @Test(
    arguments: [
      ("7", Span.seconds(7)), ("4.0", .seconds(4)), ("0", .seconds(0)), ("999999999", .days(1)),
      (" 12 ", .seconds(12)), ("Sun, 22 Nov 2026 09:16:30 GMT", .seconds(60)),
      ("Sun, 22 Nov 2026 09:00:00 GMT", .seconds(0)), ("soon", nil), ("-5", nil), ("nan", nil),
      ("inf", .days(1)),
    ] as [(String, Span?)])
  func retryAfterIsHonouredWithinReason(text: String, span: Span?) {
    let headers: HTTPHeaders = ["retry-after": text, "Date": "Sun, 22 Nov 2026 09:15:30 GMT"]
    #expect(failure(429, headers: headers) == .throttled(after: span))
    guard case .unavailable(_, let after) = failure(503, headers: headers) else {
      Issue.record("503 is not unavailable")
      return
    }
    #expect(after == span)
  }

  @Test func aDateWithoutTheServersClockIsNoSpan() {
    #expect(
      failure(429, headers: ["Retry-After": "Sun, 22 Nov 2026 09:16:30 GMT"])
        == .throttled(after: nil))
  }

  @Test(arguments: [500, 502, 503, 504, 520, 408])
  func troubleAtTheirSideIsWorthAnotherTry(status: Int) throws {
    let error = try #require(failure(status, "<html><h1>Bad Gateway</h1></html>"))
    #expect(error.retry == .later(after: nil))
    #expect(error.message.hasPrefix("not available: "))
  }

  @Test(arguments: [301, 302, 307, 404, 405, 410, 418])
  func whatNoRetryHelpsIsRejected(status: Int) {
    #expect(failure(status)?.retry == .never)
  }

  @Test(arguments: [
    ("", "the answer is empty"), ("<!DOCTYPE html><p>", "an HTML page instead of data, 18 bytes"),
    ("\n <br />Warning", "an HTML page instead of data, 15 bytes"),
    ("{\"trackers\": [", "the text ends early at byte 14, of 14"),
    ("\0\0\0", "no value at byte 0, of 3"),
  ])
  func unreadableBodiesSayWhatTheyAre(body: String, reason: String) {
    #expect(failure(200, body) == .malformed(reason))
  }

  @Test(arguments: ["[]", "5", "\"x\"", "null", "{}", "{\"trackers\": {}}"])
  func theWrongTypeIsMalformed(body: String) {
    #expect(failure(200, body) == .malformed("trackers are not a list"))
  }
}

struct HTTPDateTests {
  @Test(arguments: [
    ("Sun, 22 Nov 2026 09:15:30 GMT", "2026-11-22T09:15:30Z"),
    ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
    ("Thu, 29 Feb 2024 23:59:60 GMT", "2024-02-29T23:59:59Z"),
  ])
  func readsTheFormOfHTTP(text: String, instant: String) {
    #expect(HTTPDate.read(text)?.iso8601 == instant)
  }

  @Test(arguments: [
    "", "2026-11-22T09:15:30Z", "Sun, 22 Nov 2026 09:15:30 CET", "Sun, 31 Feb 2026 09:15:30 GMT",
    "Sun, 22 Abc 2026 09:15:30 GMT", "Sun, 22 Nov 2026 25:15:30 GMT", "22 Nov 2026 09:15:30 GMT",
  ])
  func refusesOthers(text: String) {
    #expect(HTTPDate.read(text) == nil)
  }
}

struct ConnectorErrorTests {
  @Test(arguments: [
    (ConnectorError.unauthorized("x"), ConnectorError.Retry.never),
    (.rejected(code: "1", message: "x"), .never),
    (.throttled(after: .seconds(2)), .later(after: .seconds(2))),
    (.unavailable("x", after: .seconds(3)), .later(after: .seconds(3))),
    (.malformed("x"), .later(after: nil)), (.unknownOutcome("x"), .afterReconciling),
  ])
  func eachErrorSaysWhatMayBeDoneNext(error: ConnectorError, retry: ConnectorError.Retry) {
    #expect(error.retry == retry)
  }

  @Test func messagesAreSentences() {
    #expect(ConnectorError.throttled(after: .seconds(90)).message == "too many requests, wait 90 s")
    #expect(ConnectorError.throttled(after: nil).message == "too many requests")
    #expect(ConnectorError.rejected(code: "E1", message: "no").message == "no (E1)")
    #expect(ConnectorError.rejected(code: "", message: "no").message == "no")
    #expect(ConnectorError.unknownOutcome("x").message == "outcome unknown: x")
  }
}
