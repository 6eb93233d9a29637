import Fulfillment
import Testing

@testable import Connectors

struct SheetDateTests {
  private func dates(_ texts: [String], otherwise fallback: SheetDate.Order = .dayFirst)
    -> [String?]
  {
    var evidence = SheetDate.Evidence()
    texts.forEach { evidence.see($0) }
    let dates = SheetDate(order: evidence.order(otherwise: fallback), zone: 0)
    return texts.map { dates.read($0)?.iso8601 }
  }

  @Test(arguments: [
    ("2022-01-11 04:32:31 -0500", "2022-01-11T09:32:31Z"),
    ("2021-05-13 11:01:12 +0200", "2021-05-13T09:01:12Z"),
    ("2022-01-11T04:32:31Z", "2022-01-11T04:32:31Z"), ("2022-01-11", "2022-01-11T00:00:00Z"),
    ("31/12/2023 22:36", "2023-12-31T22:36:00Z"), ("12/31/2023 22:36", "2023-12-31T22:36:00Z"),
    ("31.12.2023 9:05:07", "2023-12-31T09:05:07Z"), ("31/12/23", "2023-12-31T00:00:00Z"),
    ("12/31/2023 12:05 AM", "2023-12-31T00:05:00Z"),
    ("12/31/2023 12:05 PM", "2023-12-31T12:05:00Z"), ("12/31/2023 3:04 pm", "2023-12-31T15:04:00Z"),
  ])
  func readsTheFormsOfShopsAndSpreadsheets(text: String, instant: String) {
    #expect(dates([text]) == [instant])
  }

  @Test(arguments: [
    "", "yesterday", "31/13/2023", "32/01/2023", "30/02/2023", "1/2/3", "31/12/2023 25:00",
    "31/12/2023 22:61", "31/12/2023 22:36 XM", "31/12/2023 13:00 PM", "31/12/2023x", "31-12-2023",
    "00/12/2023",
  ])
  func refusesWhatIsNoDate(text: String) {
    #expect(dates([text]) == [nil])
  }

  @Test func oneNumberAboveTwelveDecidesForTheWholeFile() {
    let first = "2024-03-04T00:00:00Z"
    #expect(dates(["03/04/2024", "03/31/2024"])[0] == first)
    #expect(dates(["04/03/2024", "31/03/2024"], otherwise: .monthFirst)[0] == first)
  }

  @Test func withoutEvidenceTheDefaultHolds() {
    #expect(dates(["03/04/2024"]) == ["2024-04-03T00:00:00Z"])
    #expect(dates(["03/04/2024"], otherwise: .monthFirst) == ["2024-03-04T00:00:00Z"])
  }

  @Test func aFileThatContradictsItselfKeepsWhatIsCertain() {
    #expect(
      dates(["31/12/2023", "12/31/2023", "03/04/2024"])
        == ["2023-12-31T00:00:00Z", "2023-12-31T00:00:00Z", nil])
  }

  @Test func datesWithoutAZoneAreInTheGivenOne() {
    let dates = SheetDate(order: .dayFirst, zone: 120)
    #expect(dates.read("31/12/2023 22:36")?.iso8601 == "2023-12-31T20:36:00Z")
    #expect(dates.read("2023-12-31 22:36")?.iso8601 == "2023-12-31T20:36:00Z")
    #expect(dates.read("2023-12-31 22:36 +0000")?.iso8601 == "2023-12-31T22:36:00Z")
  }
}
