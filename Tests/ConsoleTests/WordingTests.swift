import Canvas
import Fulfillment
import Testing

@testable import Console

struct WordingTests {
  private func money(_ minor: Int64, _ code: String) -> Money {
    Money(minor: minor, currency: Currency(code) ?? .usd)
  }

  @Test(arguments: [
    (Int64(0), "$0.00"), (40, "$0.40"), (999, "$9.99"), (1_000, "$10"), (1_050, "$11"),
    (1_049, "$10"), (21_200, "$212"), (431_049, "$4,310"), (-2_550, "-$26"), (-5, "-$0.05"),
    (123_456_789_00, "$123,456,789"),
  ])
  func columnsShowWholeMoneyWhereItSaysEnough(_ minor: Int64, _ text: String) {
    #expect(money(minor, "USD").short == text)
  }

  @Test(arguments: [
    ("USD", Int64(123_456), "$1,234.56"), ("EUR", 5, "€0.05"), ("GBP", 100, "£1.00"),
    ("JPY", 1_234_567, "¥1,234,567"), ("BRL", 8_800, "BRL 88.00"), ("BHD", 1_005, "BHD 1.005"),
    ("USD", -1, "-$0.01"), ("CLF", 10_000, "CLF 1.0000"),
  ])
  func confirmationsShowTheLastCent(_ code: String, _ minor: Int64, _ text: String) {
    #expect(money(minor, code).exact == text)
  }

  @Test func theLargestAmountsDoNotTrap() {
    for minor in [Int64.max, .min, .min + 1] {
      #expect(!money(minor, "USD").short.isEmpty)
      #expect(!money(minor, "JPY").exact.isEmpty)
    }
    #expect([money(.max, "USD"), money(1, "USD")].summed.count == 1)
  }

  @Test func sumsAreByCurrencyLargestFirst() {
    let sums = [money(100, "EUR"), money(300, "USD"), money(250, "EUR")].summed
    #expect(sums == [money(350, "EUR"), money(300, "USD")])
    #expect(sums.short == "€3.50 + $3.00")
    #expect([Money]().summed.isEmpty)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1_000, "1,000"), (59_427, "59,427"), (1_000_000, "1,000,000"),
    (-1_234, "-1,234"),
  ])
  func numbersAreGrouped(_ number: Int, _ text: String) {
    #expect(number.grouped == text)
  }

  @Test(arguments: [
    ("", 10, [""]), ("one two three", 7, ["one two", "three"]),
    ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("a\nb", 10, ["a", "b"]), ("深圳深圳", 4, ["深圳", "深圳"]), ("x", 0, []),
    ("to 深圳 now", 7, ["to 深圳", "now"]),
  ])
  func textBreaksAtBlanksAndNeverGoesOver(_ text: String, _ width: Int, _ lines: [String]) {
    #expect(text.wrapped(width) == lines)
  }

  @Test(arguments: 0..<30)
  func wrappedTextLosesNothingAndFits(_ seed: Int) {
    var dice = Dice(seed: UInt64(seed))
    let letters: [Character] = ["a", "b", "深", " ", "é", "👩‍👧", "-", " "]
    let text = String((0..<120).map { _ in letters[dice.below(letters.count)] })
    let width = 3 + dice.below(40)
    let lines = text.wrapped(width)
    #expect(lines.allSatisfy { TextWidth.of($0) <= width })
    func solid(_ text: String) -> String { text.filter { $0 != " " } }
    #expect(solid(lines.joined()) == solid(text))
  }

  @Test func indentedLinesStayIndented() {
    let lines = "    amount: 12.34 USD and some more".wrappedWithIndent(20)
    #expect(lines.count == 3)
    #expect(lines.allSatisfy { $0.hasPrefix("    ") && TextWidth.of($0) <= 20 })
  }

  @Test(arguments: [("  a ", "a"), ("", ""), (" \t\n", ""), ("a b", "a b")])
  func trimming(_ text: String, _ trimmed: String) {
    #expect(text.trimmed == trimmed)
  }

  @Test(arguments: [
    (0.0, "0.0"), (2.1, "2.1"), (4.25, "4.3"), (0.04, "0.0"), (12.96, "13.0"), (.infinity, "?"),
    (.nan, "?"), (1e300, "?"),
  ])
  func daysHaveOneDecimal(_ days: Double, _ text: String) {
    #expect(days.tenths == text)
  }

  @Test(arguments: [(0.0, "0%"), (0.914, "91%"), (0.999, "100%"), (1, "100%"), (.nan, "?")])
  func sharesArePercent(_ share: Double, _ text: String) {
    #expect(share.shortPercent == text)
  }
}

struct LocalTimeTests {
  // 2026-11-22T14:09:00Z
  private let instant = SampleBoard.now

  @Test(arguments: [
    (0, "11-22 14:09"), (60, "11-22 15:09"), (-300, "11-22 09:09"), (330, "11-22 19:39"),
    (600, "11-23 00:09"), (-900, "11-21 23:09"),
  ])
  func timesAreTheOperatorsOwn(_ offset: Int, _ text: String) {
    #expect(LocalTime(zone: Zone(minutes: offset)).text(instant) == text)
  }

  @Test(arguments: [
    ("evidence is due by 2026-11-24 21:45", "evidence is due by 2026-11-24 16:45"),
    ("2026-12-31 23:00 and 2027-01-01 04:59", "2026-12-31 18:00 and 2026-12-31 23:59"),
    ("é 2026-11-24 21:45é", "é 2026-11-24 16:45é"), ("2026-11-24 29:45", "2026-11-24 29:45"),
    ("2026-11-24", "2026-11-24"), ("", ""), ("2026-11-24 21:4", "2026-11-24 21:4"),
  ])
  func whatARuleSaysIsToldInTheOperatorsTime(_ text: String, _ told: String) {
    #expect(LocalTime(zone: Zone(minutes: -300)).told(text) == told)
    #expect(LocalTime(zone: .utc).told(text) == text)
  }

  @Test func theYearIsThereWhereItMatters() {
    #expect(LocalTime(zone: .utc).full(instant) == "2026-11-22 14:09")
  }

  @Test func before1970IsATimeToo() {
    #expect(LocalTime(zone: .utc).text(Timestamp(seconds: -60)) == "12-31 23:59")
  }

  @Test(arguments: [
    (0, "2026-11-23T08:00Z"), (600, "2026-11-24T08:00+10:00"), (-480, "2026-11-23T08:00-08:00"),
  ])
  func tomorrowIsTheOperatorsTomorrow(_ offset: Int, _ text: String) {
    #expect(
      LocalTime(zone: Zone(minutes: offset)).tomorrowMorning(after: instant)
        == Timestamp(iso8601: text))
  }

  @Test(arguments: [
    (Span.minutes(10), "10:00"), (.seconds(582), "9:42"), (.seconds(61), "1:01"),
    (.seconds(5), "0:05"),
    (.milliseconds(1), "0:01"), (.seconds(0), "0:00"), (.seconds(-4), "0:00"), (.hours(3), "3h"),
    (.seconds(3599), "59:59"),
  ])
  func countdowns(_ span: Span, _ text: String) {
    #expect(span.countdown == text)
  }

  @Test(arguments: [
    (Span.seconds(12), "12s"), (.milliseconds(900), "0s"), (.seconds(59), "59s"),
    (.minutes(4), "4m"),
    (.hours(26), "26h"), (.seconds(-3), "now"),
  ])
  func freshness(_ span: Span, _ text: String) {
    #expect(span.freshness == text)
  }

  @Test(arguments: [
    ("90m", Span.minutes(90)), ("6h", .hours(6)), ("2d", .days(2)), ("2W", .days(14)),
    ("366d", .days(366)),
  ])
  func spansAreRead(_ text: String, _ span: Span) {
    #expect(Span(short: text) == span)
  }

  @Test(arguments: ["", "d", "2", "2s", "0h", "-2h", "367d", "99999999999999999999h", "2 h", "١h"])
  func whatIsNoSpanIsRefused(_ text: String) {
    #expect(Span(short: text) == nil)
  }
}

struct KeyScriptTests {
  @Test func scriptsAreReadAsKeys() {
    #expect(
      KeyScript.keys("j <ctrl-d>G<space><pgdn>") == [
        .character("j"), .control("d"), .character("G"), .character(" "), .pageDown,
      ])
  }

  @Test func whatIsNoNameIsTyped() {
    #expect(KeyScript.keys("<x<nope>").count == 8)
    #expect(KeyScript.keys("").isEmpty)
  }
}

struct FuzzyTests {
  @Test(arguments: [
    ("ack", "acknowledge", true), ("akg", "acknowledge", true), ("kca", "acknowledge", false),
    ("", "anything", true), ("pd", "page-down", true), ("zzz", "zoom", false),
  ])
  func lettersMustOccurInOrder(_ typed: String, _ text: String, _ fits: Bool) {
    #expect((FuzzyScore.of(Array(typed), in: text) != nil) == fits)
  }

  @Test(arguments: [
    ("pd", "page-down", "upload"), ("und", "undo", "bundle-mode"), ("so", "sort", "person"),
  ])
  func beginningsOfWordsCountMore(_ typed: String, _ better: String, _ worse: String) throws {
    let first = try #require(FuzzyScore.of(Array(typed), in: better))
    let second = FuzzyScore.of(Array(typed), in: worse) ?? .min
    #expect(first > second)
  }
}
