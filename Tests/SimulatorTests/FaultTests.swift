import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct FaultTests {
  static func visitor(_ change: (inout Faults) -> Void) -> Visitor {
    var faults = Faults()
    change(&faults)
    return Visitor(
      World.Options(start: monday, orders: 40, faults: faults, enforcesLimits: false))
  }

  @Test func nothingGoesWrongUnlessAskedFor() {
    var visitor = Self.visitor { _ in }
    #expect((0..<100).allSatisfy { _ in visitor.shop("/orders").status == 200 })
  }

  @Test func throttlingSpeaksEachServicesLanguage() throws {
    var visitor = Self.visitor { $0.throttled = 1 }
    let shop = visitor.shop("/orders")
    #expect(shop.status == 429 && shop.headers["Retry-After"] == "30")
    let cj = visitor.cj("list", token: "any")
    #expect(cj.status == 200)
    #expect(try Answer(cj).code.int == 1_600_200)
    let easyPost = visitor.easyPost(.get, "trackers")
    #expect(easyPost.status == 429)
    #expect(try Answer(easyPost).error.message.text?.isEmpty == false)
    #expect(visitor.seventeenTrack("getquota").status == 429)
  }

  @Test func aBrokenServerSendsAPage() {
    var visitor = Self.visitor { $0.broken = 1 }
    let statuses = Set((0..<30).map { _ in visitor.shop("/orders").status })
    #expect(statuses == [500, 502])
    #expect(visitor.shop("/orders").headers["Content-Type"]?.hasPrefix("text/html") == true)
  }

  @Test func garbageIsCutOffOrAPageOrOfTheWrongType() throws {
    var visitor = Self.visitor { $0.garbled = 1 }
    var (pages, wrong, cut) = (0, 0, 0)
    for _ in 0..<60 {
      let response = visitor.shop("/orders")
      #expect(response.status == 200)
      if response.headers["Content-Type"]?.hasPrefix("text/html") == true {
        pages += 1
      } else if let answer = try? Answer(response) {
        #expect(answer.elements.isEmpty)
        wrong += 1
      } else {
        cut += 1
      }
    }
    #expect(pages > 5 && wrong > 5 && cut > 5)
  }

  @Test func aSlowAnswerIsWholeAndLate() {
    var visitor = Self.visitor {
      $0.slow = 1
      $0.delay = .seconds(7)
    }
    let request = HTTPRequest(.get, "http://h/easypost/v2/trackers")
    let answer = visitor.world.answer(to: request, now: monday, realNow: monday)
    #expect(answer.delay == .seconds(7))
    #expect(answer.response.status == 401)
  }

  @Test func anOutageComesAndGoesAndComesAgain() {
    var visitor = Self.visitor {
      $0.outages = [.init(.shop, from: .hours(2), length: .minutes(30), every: .hours(10))]
    }
    func status(_ minutes: Int64) -> Int {
      visitor.now = monday + .minutes(minutes)
      return visitor.shop("/orders").status
    }
    #expect(status(119) == 200)
    #expect(status(120) == 503)
    #expect(status(149) == 503)
    #expect(status(150) == 200)
    #expect(status(720) == 503)
    #expect(visitor.shop("/orders").headers["Retry-After"] == "600")
    #expect(visitor.easyPost(.get, "trackers").status == 200)
  }

  @Test func anOutageWithoutRepeatComesOnce() {
    var visitor = Self.visitor {
      $0.outages = [.init(.easypost, from: .hours(1), length: .hours(1))]
    }
    visitor.now = monday + .minutes(61)
    #expect(visitor.easyPost(.get, "trackers").status == 503)
    visitor.now = monday + .days(9)
    #expect(visitor.easyPost(.get, "trackers").status == 200)
  }

  @Test func theUsualBadDayIsMostlyGood() {
    var visitor = Visitor(
      World.Options(start: monday, orders: 5, faults: .usual, enforcesLimits: false))
    let answers = (0..<1000).map { _ in visitor.easyPost(.get, "trackers").status }
    let failed = answers.count { $0 != 200 }
    #expect((3...60).contains(failed))
    #expect(answers == Array(answers))
  }
}
