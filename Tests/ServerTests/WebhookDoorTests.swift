import Connectors
import Fulfillment
import Server
import Simulator
import Testing
import Wire

struct WebhookDoorTests {
  private static let news = SimulatedNews()
  private static let services = Hook.Service.allCases

  private static func step(
    _ services: [Hook.Service] = services, limits: WebhookDoor.Limits = .init()
  ) -> Doorstep {
    Doorstep(services.compactMap(news.account), limits: limits)
  }

  @Test(arguments: services)
  func whatAServiceSignsIsKept(service: Hook.Service) async throws {
    let step = Self.step()
    #expect(await step.status(Self.news.request(service)) == 200)
    let proved = try #require(step.kept.first)
    #expect(proved.account == service.rawValue && !proved.topic.isEmpty)
    #expect(proved.problem == nil && proved.delivery.body == Self.news.hook(service)?.body)
    #expect(proved.delivery.receivedAt == SimulatedNews.now)
  }

  @Test(arguments: services)
  func whatWasKeptCanBeReadAgainAndHoldsNoSecretSentInTheOpen(
    service: Hook.Service
  ) async throws {
    let step = Self.step()
    _ = await step.status(Self.news.request(service))
    let (proved, account) = (
      try #require(step.kept.first), try #require(Self.news.account(service))
    )
    _ = try account.reader.read(account.reader.restored(proved.delivery))
    let secret = Self.news.world.hookSecret(service)
    let fields = proved.delivery.headers.fields.map(\.value) + [proved.delivery.path, proved.key]
    #expect(!fields.contains { $0.contains(secret) })
  }

  @Test(arguments: services)
  func aChangedByteIsRefusedAndNotKept(service: Hook.Service) async {
    let step = Self.step()
    let forged = Self.news.request(service) { request in
      // Those that send their secret in the open prove nothing of the body.
      switch service {
      case .karrio: request.headers["X-Event-Id"] = "whsec_guess"
      case .shippo, .cj: request.url += "0"
      default: request.body[request.body.count / 2] ^= 1
      }
    }
    #expect(await step.status(forged) == 401)
    #expect(step.kept.isEmpty)
  }

  @Test(arguments: services)
  func withoutAProofNothingIsKept(service: Hook.Service) async {
    let step = Self.step()
    let bare = Self.news.request(service) { request in
      (request.headers, request.url) = ([:], "http://h/hooks/\(service.rawValue)")
    }
    #expect(await step.status(bare) == 401)
    #expect(step.kept.isEmpty)
  }

  @Test(arguments: services)
  func aSecretOfAnotherAccountOpensNothing(service: Hook.Service) async {
    let others = Self.services.filter { $0 != service }
    let step = Self.step(others)
    for other in others {
      let stray = Self.news.request(service) {
        $0.url = $0.url.replacingLast(service.rawValue, other.rawValue)
      }
      #expect(await step.status(stray) == 401, "\(other)")
    }
    #expect(step.kept.isEmpty)
  }

  @Test(arguments: [
    "http://h/", "http://h/hooks", "http://h/hooks/", "http://h/hooks/nobody",
    "http://h/hooks/woocommerce/more", "http://h//hooks/woocommerce", "http://h/Hooks/woocommerce",
    "http://h/hooks/%ZZ", "http://h/hooks/../hooks/woocommerce", "nonsense", "",
  ])
  func elsewhereIsNothing(url: String) async {
    let step = Self.step()
    let stray = Self.news.request(.woocommerce) { $0.url = url }
    #expect(await step.status(stray) == 404)
    #expect(step.kept.isEmpty)
  }

  @Test(arguments: [HTTPRequest.Method.get, .put, .delete, .patch])
  func onlyPostIsTaken(method: HTTPRequest.Method) async {
    let answer = await Self.step().door.answer(
      Self.news.request(.woocommerce) { $0.method = method })
    #expect(answer.status == 405 && answer.headers["Allow"] == "POST")
  }

  @Test func anAccountMayHaveAnyName() async throws {
    let reader = try #require(Self.news.account(.easypost)).reader
    let account = WebhookDoor.Account(name: "Käse & co/1", reader: reader)
    let step = Doorstep([account])
    let request = Self.news.request(.easypost) { $0.url = "https://x.test" + account.path }
    #expect(await step.status(request) == 200)
    #expect(account.path.allSatisfy { $0.isASCII && $0 != " " })
  }

  @Test func tooMuchIsRefusedByItsKind() async {
    var limits = WebhookDoor.Limits()
    (limits.body, limits.headers, limits.path) = (5000, 2000, 300)
    let step = Self.step(limits: limits)
    let body = Self.news.request(.woocommerce) { $0.body += [UInt8](repeating: 32, count: 5000) }
    #expect(await step.status(body) == 413)
    let headers = Self.news.request(.woocommerce) {
      $0.headers["X-Pad"] = String(repeating: "a", count: 2000)
    }
    #expect(await step.status(headers) == 431)
    let path = Self.news.request(.woocommerce) {
      $0.url += "?" + String(repeating: "a", count: 300)
    }
    #expect(await step.status(path) == 414)
    #expect(step.kept.isEmpty)
  }

  @Test func moreThanTheRateIsToldWhenToComeBack() async {
    var limits = WebhookDoor.Limits()
    (limits.rate, limits.burst) = (0.5, 3)
    let step = Self.step(limits: limits)
    let request = Self.news.request(.easypost)
    for _ in 0..<3 { #expect(await step.status(request) == 200) }
    let answer = await step.door.answer(request)
    #expect(answer.status == 429 && answer.headers["Retry-After"] == "2")
    #expect(await step.status(Self.news.request(.aftership)) == 200, "another account has its own")
    step.pass(.seconds(2))
    #expect(await step.status(request) == 200)
  }

  @Test func forgeriesUseUpNothingOfTheRealOnes() async {
    let step = Self.step()
    let forged = Self.news.request(.easypost) { $0.body[0] ^= 1 }
    var statuses: [Int: Int] = [:]
    for _ in 0..<1000 { statuses[await step.status(forged), default: 0] += 1 }
    #expect(statuses == [401: 30, 429: 970])
    #expect(step.lines.count == 30, "nor do they fill the log")
    #expect(await step.status(Self.news.request(.easypost)) == 200)
  }

  @Test func aTryOfANewWebhookIsAnsweredAndNotKept() async {
    let step = Self.step()
    let ping = Self.news.world.hookPing
    let request = HTTPRequest(
      .post, "http://h/hooks/woocommerce", headers: ping.headers, body: ping.body)
    #expect(await step.status(request) == 200)
    #expect(step.kept.isEmpty)
  }

  @Test func signedNonsenseIsKeptWithItsProblemAndNotAskedForAgain() async throws {
    let step = Self.step()
    let secret = Array(Self.news.world.hookSecret(.easypost).utf8)
    let body = Array("[1, 2".utf8)
    let proof = "hmac-sha256-hex=" + SHA256.hmac(body, key: secret).hex
    let request = HTTPRequest(
      .post, "http://h/hooks/easypost", headers: ["X-Hmac-Signature": proof], body: body)
    #expect(await step.status(request) == 200)
    let proved = try #require(step.kept.first)
    #expect(proved.problem?.hasPrefix("unreadable") == true && proved.key.hasPrefix("sha256 "))
  }

  @Test func whatIsOfNoInterestIsAnsweredAndNotKept() async {
    let step = Self.step()
    let secret = Array(Self.news.world.hookSecret(.easypost).utf8)
    let body = Array(#"{"id":"evt_1","description":"batch.created","result":{}}"#.utf8)
    let proof = "hmac-sha256-hex=" + SHA256.hmac(body, key: secret).hex
    let request = HTTPRequest(
      .post, "http://h/hooks/easypost", headers: ["X-Hmac-Signature": proof], body: body)
    #expect(await step.status(request) == 200)
    #expect(step.kept.isEmpty)
  }

  @Test(arguments: services)
  func aRepeatHasTheSameKeyAndOtherNewsAnother(service: Hook.Service) async throws {
    let step = Self.step()
    let request = Self.news.request(service)
    _ = await step.status(request)
    // Stripe's proof ages.
    step.pass(service == .stripe ? .minutes(4) : .hours(1))
    _ = await step.status(request)
    let world = Self.news.world
    let changes = world.changes(since: Timestamp(seconds: 0), until: SimulatedNews.now)
    let other = try #require(
      service.isOfOrders
        ? changes.orders.lazy.compactMap {
          world.hook(service, order: $0, at: SimulatedNews.now)
        }.first
        : changes.numbers.reversed().lazy.compactMap {
          world.hook(service, number: $0, at: SimulatedNews.now)
        }.first)
    _ = await step.status(
      Self.news.request(service) { ($0.headers, $0.body) = (other.headers, other.body) })
    let keys = step.kept.map(\.key)
    #expect(keys.count == 3 && keys[0] == keys[1] && keys[1] != keys[2])
  }

  @Test func aStoreThatCannotKeepAsksForARepeat() async {
    let step = Self.step()
    step.breakStore()
    let answer = await step.door.answer(Self.news.request(.woocommerce))
    #expect(answer.status == 503 && answer.headers["Retry-After"] == "30")
  }

  @Test(arguments: services)
  func theLogHoldsNeitherSecretNorBody(service: Hook.Service) async {
    let step = Self.step()
    _ = await step.status(Self.news.request(service) { $0.headers["Cookie"] = "session=77" })
    _ = await step.status(Self.news.request(service) { $0.body = Array("{\"x\":\"rosa@\"}".utf8) })
    step.breakStore()
    _ = await step.status(Self.news.request(service))
    let text = step.lines.joined(separator: "\n")
    #expect(!text.isEmpty)
    #expect(!text.contains(Self.news.world.hookSecret(service)) && !text.contains("rosa@"))
    #expect(!text.contains("session=77"))
    #expect(step.kept.allSatisfy { $0.delivery.headers["Cookie"] == nil })
  }
}

struct BucketTests {
  @Test func aBucketGivesItsBurstAndThenItsRate() {
    var bucket = Bucket(rate: 2, burst: 4)
    let start = SimulatedNews.now
    let first = (0..<5).map { _ in bucket.take(start) }
    #expect(first == [nil, nil, nil, nil, 1])
    #expect(bucket.take(start + .milliseconds(400)) == 1)
    #expect(bucket.take(start + .milliseconds(500)) == nil)
    let rested = (0..<5).map { _ in bucket.take(start + .hours(1)) }
    #expect(rested == [nil, nil, nil, nil, 1], "a long rest fills it no further")
  }

  @Test func aClockSetBackFillsNothing() {
    var bucket = Bucket(rate: 1, burst: 1)
    #expect(bucket.take(SimulatedNews.now) == nil)
    #expect(bucket.take(SimulatedNews.now - .hours(1)) == 1)
    #expect(bucket.take(SimulatedNews.now - .hours(1) + .seconds(1)) == nil)
  }
}

extension String {
  /// With the last occurrence of `old` exchanged.
  fileprivate func replacingLast(_ old: String, _ new: String) -> String {
    let pieces = components(old)
    guard pieces.count > 1 else { return self }
    return pieces.dropLast().joined(separator: old) + new + (pieces.last ?? "")
  }

  private func components(_ separator: String) -> [String] {
    var (pieces, rest) = ([String](), Substring(self))
    while let range = rest.firstRange(of: separator) {
      pieces.append(String(rest[..<range.lowerBound]))
      rest = rest[range.upperBound...]
    }
    return pieces + [String(rest)]
  }
}
