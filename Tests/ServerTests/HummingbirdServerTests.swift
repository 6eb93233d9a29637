import Server
import Testing
import Wire

@Suite(.serialized) struct HummingbirdServerTests {
  /// Runs a server for as long as the body takes, which is told its port. Nothing ends there for being idle:
  /// on a busy machine that would come before the time that a request has.
  static func serve(
    maxBody: Int = 1000, requestTimeout: Duration = .seconds(180),
    respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    body: (Int) async throws -> Void
  ) async throws {
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let server = HummingbirdServer(
      maxBody: maxBody, requestTimeout: requestTimeout, idleTimeout: .seconds(180),
      respond: respond)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try await server.run { ready.yield($0) }
      }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      try await body(port)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  /// Tells what it was asked.
  static let echo: @Sendable (HTTPRequest) async -> HTTPResponse = { request in
    let told =
      request.method.rawValue + " " + request.url + " " + (request.headers["X-Mark"] ?? "-") + " "
      + String(decoding: request.body, as: UTF8.self)
    return HTTPResponse(
      status: 202, headers: ["Content-Type": "text/plain", "X-Told": "yes"],
      body: Array(told.utf8))
  }

  @Test(arguments: ["GET", "POST", "PUT", "DELETE", "PATCH"])
  func everyMethodAndPathReachesTheFunction(method: String) async throws {
    try await Self.serve(respond: Self.echo) { port in
      let answer = try await RawClient.talk(
        port: port,
        "\(method) /a/b%20c?x=1&y[0]=%C3%A9 HTTP/1.1\r\nHost: shop.test:81\r\nX-Mark: m\r\n"
          + "Content-Length: 5\r\nConnection: close\r\n\r\nhello")
      #expect(answer.hasPrefix("HTTP/1.1 202 "))
      #expect(answer.contains("X-Told: yes"))
      #expect(answer.hasSuffix("\(method) http://shop.test:81/a/b%20c?x=1&y[0]=%C3%A9 m hello"))
    }
  }

  @Test(arguments: ["OPTIONS", "TRACE", "HEAD"])
  func aMethodWithoutMeaningIsNotAllowed(method: String) async throws {
    try await Self.serve(respond: Self.echo) { port in
      let answer = try await RawClient.talk(
        port: port, "\(method) / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 405 "))
    }
  }

  @Test func aBodyUpToTheBoundIsTaken() async throws {
    try await Self.serve(maxBody: 1000, respond: Self.echo) { port in
      let body = String(repeating: "b", count: 1000)
      let answer = try await RawClient.talk(
        port: port,
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\nConnection: close\r\n\r\n" + body)
      #expect(answer.hasPrefix("HTTP/1.1 202 ") && answer.hasSuffix(body))
    }
  }

  @Test func aLongerBodyIsRefusedUnread() async throws {
    try await Self.serve(maxBody: 1000, respond: Self.echo) { port in
      let answer = try await RawClient.talk(
        port: port,
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\nConnection: close\r\n\r\n"
          + String(repeating: "b", count: 1001))
      #expect(answer.hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test func aBodyInChunksIsBoundedToo() async throws {
    try await Self.serve(maxBody: 1000, respond: Self.echo) { port in
      let chunk = "190\r\n" + String(repeating: "c", count: 400) + "\r\n"
      let head =
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
      let small = try await RawClient.talk(port: port, head + chunk + chunk + "0\r\n\r\n")
      #expect(small.hasPrefix("HTTP/1.1 202 "))
      let large = try await RawClient.talk(port: port, head + chunk + chunk + chunk + "0\r\n\r\n")
      #expect(large.hasPrefix("HTTP/1.1 413 "))
    }
  }

  @Test func aClientThatGoesAwayHarmsNobody() async throws {
    try await Self.serve(respond: Self.echo) { port in
      for text in [
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 500\r\n\r\nonly this",
        "GET / HTTP/1.1\r\nHost", "\u{16}\u{03}\u{01}garbage\r\n\r\n", "",
      ] {
        _ = try await RawClient.talk(port: port, text, hangUp: true)
      }
      let answer = try await RawClient.get(port: port, "/still")
      #expect(answer.hasPrefix("HTTP/1.1 202 "))
    }
  }

  /// However early: a request without a body is never one that came too slowly.
  @Test(arguments: [Duration.zero, .milliseconds(80)])
  func aRequestThatTakesTooLongEnds(time: Duration) async throws {
    // Waits until it is cancelled, which is what the server does with it.
    let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { _ in
      let (never, _) = AsyncStream.makeStream(of: Int.self)
      for await _ in never {}
      return HTTPResponse(status: 200)
    }
    try await Self.serve(requestTimeout: time, respond: respond) { port in
      for _ in 0..<20 {
        let answer = try await RawClient.get(port: port, "/")
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
      }
    }
  }

  /// Bad input is never an error of ours.
  @Test func aBodyThatDoesNotComeInTimeIsTheSendersFault() async throws {
    try await Self.serve(requestTimeout: .milliseconds(80), respond: Self.echo) { port in
      let answer = try await RawClient.talk(
        port: port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhel")
      #expect(
        answer.hasPrefix("HTTP/1.1 408 ") && answer.contains("Connection: close"), "\(answer)")
    }
  }

  @Test func aLargeAnswerComesWholeWithOneLength() async throws {
    let respond: @Sendable (HTTPRequest) async -> HTTPResponse = { _ in
      HTTPResponse(
        status: 200, headers: ["Content-Length": "7"],
        body: [UInt8](repeating: 0x61, count: 3_000_000))
    }
    try await Self.serve(respond: respond) { port in
      let answer = try await RawClient.get(port: port, "/")
      let end = try #require(answer.firstRange(of: "\r\n\r\n"))
      let head = answer[..<end.lowerBound].lowercased()
      #expect(answer[end.upperBound...].utf8.count == 3_000_000)
      #expect(head.contains("content-length: 3000000"))
      #expect(!head.contains("content-length: 7"))
    }
  }

  @Test func manyClientsAreAnsweredEachWithTheirOwn() async throws {
    try await Self.serve(respond: Self.echo) { port in
      let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
        for number in 0..<40 {
          group.addTask { (number, try await RawClient.get(port: port, "/n/\(number)")) }
        }
        return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
      }
      #expect(answers.count == 40)
      #expect(answers.allSatisfy { $0.value.contains("/n/\($0.key) - ") })
    }
  }

  @Test func oneConnectionServesSeveralRequests() async throws {
    try await Self.serve(respond: Self.echo) { port in
      let answer = try await RawClient.talk(
        port: port,
        "GET /one HTTP/1.1\r\nHost: h\r\n\r\n"
          + "GET /two HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
      #expect(answer.contains("http://h/one") && answer.contains("http://h/two"))
    }
  }

  @Test func aStoppedServerIsGone() async throws {
    var port = 0
    try await Self.serve(respond: Self.echo) { port = $0 }
    #expect(port > 0)
    let gone = port
    await #expect(throws: RawClient.Refused.self) { try await RawClient.get(port: gone, "/") }
  }

  @Test func aPortInUseIsAnError() async throws {
    try await Self.serve(respond: Self.echo) { port in
      let second = HummingbirdServer(port: port, respond: Self.echo)
      await #expect(throws: (any Error).self) { try await second.run() }
    }
  }
}
