import Fulfillment
import Settings
import Testing

@Suite struct SpanTextTests {
  @Test(arguments: [
    ("0", Span.seconds(0)), ("90s", .seconds(90)), ("10m", .minutes(10)), ("24h", .hours(24)),
    ("3d", .days(3)), ("2w", .days(14)), ("1h30m", .minutes(90)), ("1d1d", .days(2)),
    ("0s", .seconds(0)), ("365000d", .days(365_000)),
  ])
  func reads(text: String, span: Span) { #expect(SpanText.span(text) == span) }

  @Test(arguments: [
    "", "10", "m", "1.5h", "-3d", "3 d", "3D", "4bd", "10ms", "1h30", "9999999999s", "400000d",
    "３d", "1y", " 3d",
  ])
  func refuses(text: String) { #expect(SpanText.span(text) == nil) }

  @Test(arguments: [("4bd", 4), ("0bd", 0), ("1000bd", 1000)])
  func readsBusinessDays(text: String, days: Int) { #expect(SpanText.businessDays(text) == days) }

  @Test(arguments: ["", "bd", "4", "4d", "-1bd", "1001bd", "4 bd", "four bd"])
  func refusesOtherBusinessDays(text: String) { #expect(SpanText.businessDays(text) == nil) }

  @Test(arguments: [
    (Span.seconds(0), "0"), (.seconds(59), "59s"), (.minutes(90), "1h30m"), (.hours(24), "1d"),
    (.days(14), "14d"), (.seconds(90_061), "1d1h1m1s"),
  ])
  func writes(span: Span, text: String) {
    #expect(SpanText.text(span) == text)
    #expect(SpanText.span(text) == span)
  }
}

@Suite struct ZoneTextTests {
  @Test(arguments: [
    ("+01:00", 60), ("-05:30", -330), ("+0545", 345), ("+2", 120), ("-11", -660), ("Z", 0),
    ("utc", 0), ("GMT", 0), ("+14:00", 840), ("-00:30", -30),
  ])
  func reads(text: String, minutes: Int) { #expect(ZoneText.minutes(text) == minutes) }

  @Test(arguments: [
    "", "+", "1", "01:00", "+15:00", "+14:01", "+01:60", "+1:0", "+01:000", "+01:00:00", "+abc",
    "Europe/Berlin", "+-1", "+1 ", "local", "++1", "+:30",
  ])
  func refuses(text: String) { #expect(ZoneText.minutes(text) == nil) }

  @Test(arguments: [-660, -330, -30, 0, 60, 345, 840]) func readsBackWhatItWrites(minutes: Int) {
    #expect(ZoneText.minutes(ZoneText.text(minutes)) == minutes)
  }

  @Test func writesSignAndTwoDigits() {
    #expect(ZoneText.text(-330) == "-05:30")
    #expect(ZoneText.text(60) == "+01:00")
  }
}
