import Fulfillment
import Testing

struct ZoneTests {
  private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: text)) }

  /// As Berlin in 2026.
  private func zone() throws -> Zone {
    Zone(
      first: 60,
      changes: [
        Zone.Change(at: try at("2026-10-25T01:00Z"), minutes: 60),
        Zone.Change(at: try at("2026-03-29T01:00Z"), minutes: 120),
      ])
  }

  @Test(arguments: [
    ("2026-01-01T12:00Z", "2026-01-01T13:00Z"), ("2026-03-29T00:59Z", "2026-03-29T01:59Z"),
    ("2026-03-29T01:00Z", "2026-03-29T03:00Z"), ("2026-07-01T22:30Z", "2026-07-02T00:30Z"),
    ("2026-10-25T00:59Z", "2026-10-25T02:59Z"), ("2026-10-25T01:00Z", "2026-10-25T02:00Z"),
  ])
  func theWallShowsSummerAndWinter(_ instant: String, _ wall: String) throws {
    #expect(try zone().local(at(instant)) == at(wall))
  }

  @Test(arguments: 0..<365) func everyMorningIsFoundAgain(_ day: Int) throws {
    let wall = try at("2026-01-01T08:00Z") + .days(Int64(day))
    #expect(try zone().local(zone().instant(local: wall)) == wall)
  }

  @Test func anHourThatIsLeftOutLiesBesideTheChange() throws {
    let found = try zone().instant(local: at("2026-03-29T02:30Z"))
    #expect([try at("2026-03-29T00:30Z"), try at("2026-03-29T01:30Z")].contains(found))
  }
}
