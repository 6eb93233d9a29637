import Server
import Testing
import Wire

/// Requests that are not answered, as a bad network would have it.
@Suite(.serialized) struct BadNetworkTests {
  private static func serve(
    _ reply: @escaping @Sendable (HTTPRequest) async -> HummingbirdServer.Reply,
    body: (Int) async throws -> Void
  ) async throws {
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let server = HummingbirdServer(requestTimeout: .seconds(180), reply: reply)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { ready.yield($0) } }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      try await body(port)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  @Test func resetConnectionBringsNoByte() async throws {
    try await Self.serve({ _ in .reset }) { port in
      let answer = try await RawClient.get(port: port, "/")
      #expect(answer.isEmpty)
    }
  }

  @Test func afterAResetOthersAreAnswered() async throws {
    let reply: @Sendable (HTTPRequest) async -> HummingbirdServer.Reply = { request in
      request.url.hasSuffix("/bad") ? .reset : .response(HTTPResponse(status: 204))
    }
    try await Self.serve(reply) { port in
      let bad = try await RawClient.get(port: port, "/bad")
      let good = try await RawClient.get(port: port, "/good")
      #expect(bad.isEmpty && good.hasPrefix("HTTP/1.1 204 "))
    }
  }

  @Test func requestBeforeAResetWasReadWhole() async throws {
    let (bodies, heard) = AsyncStream.makeStream(of: String.self)
    try await Self.serve({ request in
      heard.yield(String(decoding: request.body, as: UTF8.self))
      return .reset
    }) { port in
      _ = try await RawClient.talk(
        port: port, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\norder")
      var iterator = bodies.makeAsyncIterator()
      #expect(await iterator.next() == "order")
    }
  }

  @Test func hangingConnectionEndsWithTheServer() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    var asking: Task<String, any Error>?
    try await Self.serve({ _ in
      arrived.yield()
      return .hang
    }) { port in
      asking = Task { try await RawClient.get(port: port, "/") }
      var iterator = arrivals.makeAsyncIterator()
      await iterator.next()
    }
    let answer = try await asking?.value
    #expect(answer == "")
  }

  @Test func clientThatGivesUpEndsTheHang() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    try await Self.serve({ request in
      guard request.url.hasSuffix("/hang") else { return .response(HTTPResponse(status: 204)) }
      arrived.yield()
      return .hang
    }) { port in
      _ = try await RawClient.talk(
        port: port, "GET /hang HTTP/1.1\r\nHost: h\r\n\r\n", hangUp: true)
      var iterator = arrivals.makeAsyncIterator()
      await iterator.next()
      let answer = try await RawClient.get(port: port, "/")
      #expect(answer.hasPrefix("HTTP/1.1 204 "))
    }
  }
}
