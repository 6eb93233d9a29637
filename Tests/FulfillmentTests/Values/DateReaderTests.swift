import Fulfillment
import Testing

/// The parts that importers of other date forms are made of.
@Suite struct DateReaderTests {
  @Test(arguments: [
    ("2026", 4, 2026), ("0007x", 4, 7), ("12", 2, 12), ("1", 1, 1), ("", 0, 0),
  ])
  func exactlyThatManyDigitsAreTaken(_ text: String, _ digits: Int, _ number: Int) {
    var reader = DateReader(text)
    let readnumber = reader.number(digits: digits)
    #expect(readnumber == number)
    #expect(reader.isAtEnd == (text.count == digits))
  }

  @Test(arguments: [("202", 4), ("20a6", 4), ("-1", 2), ("", 1), ("１２", 2), (" 1", 2)])
  func anythingElseIsLeftWhereItIs(_ text: String, _ digits: Int) {
    var reader = DateReader(text)
    let readnumber = reader.number(digits: digits)
    #expect(readnumber == nil)
    let untouched = DateReader(text)
    #expect(reader.isAtEnd == untouched.isAtEnd)
  }

  @Test(arguments: [("7/", 7), ("07/", 7), ("12/", 12), ("123", 12)])
  func shortNumberIsOneDigitOrTwo(_ text: String, _ number: Int) {
    var reader = DateReader(text)
    let readshortNumber = reader.shortNumber()
    #expect(readshortNumber == number)
  }

  @Test func dayFirstDateIsReadPartByPart() {
    var reader = DateReader("3.11.2026 07:05")
    let day = reader.shortNumber()
    let hasPoint = reader.skip(".")
    let month = reader.shortNumber()
    let hasSlash = reader.skip("/")
    let hasSecondPoint = reader.skip(".")
    let year = reader.number(digits: 4)
    let hasBlank = reader.skip(" ")
    let time = reader.timeOfDay()
    #expect([day, month, year] == [3, 11, 2026])
    #expect([hasPoint, hasSlash, hasSecondPoint, hasBlank] == [true, false, true, true])
    #expect(time == 25_500_000)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: [
    ("00:00", Int64(0)), ("23:59", 86_340_000), ("14:09:31", 50_971_000),
    ("14:09:31.2", 50_971_200), ("14:09:31,25", 50_971_250), ("14:09:31.2509", 50_971_250),
    ("23:59:60", 86_399_000),
  ])
  func timeOfDayIsInMilliseconds(_ text: String, _ milliseconds: Int64) {
    var reader = DateReader(text)
    let readtimeOfDay = reader.timeOfDay()
    #expect(readtimeOfDay == milliseconds)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: ["24:00", "7:05", "14.09", "14:60", "14:09:", "14:09:61", "14:09:31.", ""])
  func noTimeOfDay(_ text: String) {
    var reader = DateReader(text)
    let readtimeOfDay = reader.timeOfDay()
    #expect(readtimeOfDay == nil)
  }

  @Test(arguments: [
    ("", 90), ("Z", 0), ("z", 0), (" Z", 0), ("UTC", 0), ("+01:00", 60), ("-0530", -330),
    ("+08", 480), (" -0500", -300), ("+00:00", 0),
  ])
  func zoneIsMinutesEast(_ text: String, _ minutes: Int) {
    var reader = DateReader(text)
    let readzone = reader.zone(default: 90)
    #expect(readzone == minutes)
    #expect(reader.isAtEnd)
  }

  @Test(arguments: ["CET", "+1", "+25:00", "+01:75", "+0a:00", "US", "UT"])
  func noZone(_ text: String) {
    var reader = DateReader(text)
    let readzone = reader.zone(default: 0)
    #expect(readzone == nil)
  }
}
