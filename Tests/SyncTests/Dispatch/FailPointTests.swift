import Sync
import Testing

@Suite struct FailPointTests {
  @Test(arguments: [[:], ["SUPERCARGO_FAIL": ""]]) func offWhereNothingIsAsked(
    environment: [String: String]
  ) throws {
    let failPoint = try #require(FailPoint(environment: environment))
    for step in FailPoint.Step.allCases { try failPoint.pass(step) }
  }

  @Test(arguments: ["nonsense", "claimed:0", "claimed:x", "claimed:-1", ":2"])
  func whatCantBeReadIsNotTaken(text: String) {
    #expect(FailPoint(environment: ["SUPERCARGO_FAIL": text]) == nil)
  }

  @Test func passesBeforeTheOneAskedForDoNothing() throws {
    let failPoint = try #require(FailPoint(environment: ["SUPERCARGO_FAIL": "before-send:3"]))
    for step in FailPoint.Step.allCases where step != .beforeSend { try failPoint.pass(step) }
    try failPoint.pass(.beforeSend)
    try failPoint.pass(.beforeSend)
  }

  @Test func processDiesByAKillThatNothingCanCatch() async {
    await #expect(processExitsWith: .signal(9)) {
      let failPoint = FailPoint(environment: ["SUPERCARGO_FAIL": "after-send:2"])
      try failPoint?.pass(.afterSend)
      try failPoint?.pass(.afterSend)
    }
  }

  @Test func stepsKeepTheNamesThatTrialsUse() {
    #expect(
      FailPoint.Step.allCases.map(\.rawValue) == [
        "intended", "claimed", "before-send", "after-send", "before-settle", "settled",
        "temp-written", "renamed",
      ])
  }
}
