import Connectors
import Fulfillment
import Sync
import Testing
import Wire

/// Over real loopback sockets, against a server that misbehaves on purpose. A limit that is not the
/// subject of its test is so far off that no busy machine reaches it.
@Suite struct HTTPClientTransportTests {
  private static let never = Span.minutes(10)
  private let transport = HTTPClientTransport(connectTimeout: never)

  /// What became of one request to a server that behaves so.
  private func outcome(
    _ behaviour: SocketServer.Behaviour, method: HTTPRequest.Method = .get,
    timeout: Span = never, maxBody: Int = 100_000
  ) async throws -> Result<HTTPResponse, ConnectorError> {
    let server = try SocketServer { _ in behaviour }
    defer { server.stop() }
    let result = await send(HTTPRequest(method, server.url + "/x?key=s3cret"), timeout, maxBody)
    try await transport.shutdown()
    return result
  }

  private func send(
    _ request: HTTPRequest, _ timeout: Span = never, _ maxBody: Int = 100_000
  ) async -> Result<HTTPResponse, ConnectorError> {
    do throws(ConnectorError) {
      return .success(
        try await transport.send(request, timeout: timeout, maxBody: maxBody))
    } catch {
      return .failure(error)
    }
  }

  private func response(length: Int, body: String, status: String = "200 OK") -> String {
    "HTTP/1.1 \(status)\r\nContent-Length: \(length)\r\nX-One: a\r\nx-one: b\r\n\r\n" + body
  }

  @Test func answersComeWithStatusHeadersAndBody() async throws {
    let answer = try await outcome(.say(response(length: 5, body: "hello"))).get()
    #expect(answer.status == 200)
    #expect(answer.body == Array("hello".utf8))
    #expect(answer.headers["X-ONE"] == "a")
    #expect(answer.headers.fields.filter { $0.name.lowercased() == "x-one" }.count == 2)
  }

  @Test(arguments: [
    ("404 Not Found", 404), ("500 Oops", 500), ("429 Slow", 429), ("304 Same", 304),
  ])
  func anyStatusIsAnAnswer(line: String, status: Int) async throws {
    let text = "HTTP/1.1 \(line)\r\nContent-Length: 0\r\nRetry-After: 3\r\n\r\n"
    let answer = try await outcome(.say(text)).get()
    #expect(answer.status == status)
    #expect(answer.headers["retry-after"] == "3")
  }

  @Test func requestsGoOutAsTheyWereBuilt() async throws {
    let server = try SocketServer { _ in .say("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
    defer { server.stop() }
    let request = HTTPRequest(
      .post, server.url + "/track/v2?x=a%2Fb", headers: ["17token": "abc", "Accept": "text/x"],
      body: Array("[{}]".utf8))
    _ = try await send(request).get()
    try await transport.shutdown()
    let head = try #require(server.requests.first)
    #expect(head.hasPrefix("POST /track/v2?x=a%2Fb HTTP/1.1\r\n"))
    #expect(head.contains("17token: abc\r\n"))
    #expect(head.contains("Accept: text/x\r\n"))
    #expect(head.lowercased().contains("content-length: 4\r\n"))
    #expect(head.contains("User-Agent: supercargo\r\n"))
  }

  @Test func connectionsAreUsedAgain() async throws {
    let server = try SocketServer { _ in .keep("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok") }
    defer { server.stop() }
    for _ in 0..<20 { _ = try await send(HTTPRequest(.get, server.url + "/a")).get() }
    try await transport.shutdown()
    #expect(server.requests.count == 20)
  }

  @Test(arguments: [true, false]) func longBodiesAreRefused(isAnnounced: Bool) async throws {
    let body = String(repeating: "x", count: 3000)
    let text =
      isAnnounced
      ? response(length: 3000, body: body) : "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body
    let result = try await outcome(.say(text), maxBody: 1000)
    guard case .failure(.malformed(let message)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(message.contains("longer than we accept"))
  }

  @Test func bodyOfExactlyTheBoundIsTaken() async throws {
    let text = response(length: 1000, body: String(repeating: "x", count: 1000))
    #expect(try await outcome(.say(text), maxBody: 1000).get().body.count == 1000)
  }

  @Test func endlessBodyIsCutOff() async throws {
    let start = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    let chunk = "400\r\n" + String(repeating: "x", count: 0x400) + "\r\n"
    let result = try await outcome(
      .drip(start, String(repeating: chunk, count: 64)), maxBody: 50_000)
    guard case .failure(.malformed) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test(arguments: [
    SocketServer.Behaviour.stall(""),
    .stall("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"),
    .drip("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "x"),
  ]) func deadlineHoldsWhateverTheServerDoes(behaviour: SocketServer.Behaviour) async throws {
    let result = try await outcome(behaviour, timeout: .milliseconds(300))
    guard case .failure(.unavailable(let message, _)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(message.hasPrefix("no complete answer from 127.0.0.1:"))
    #expect(message.hasSuffix(" in 300 ms"))
  }

  @Test func lostAnswerToAChangeIsUnknown() async throws {
    let result = try await outcome(.stall(""), method: .post, timeout: .milliseconds(200))
    guard case .failure(.unknownOutcome) = result else {
      Issue.record("\(result)")
      return
    }
  }

  @Test(arguments: [
    SocketServer.Behaviour.say("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this"),
    .say(""), .reset,
  ]) func brokenConnectionsAreUnavailable(behaviour: SocketServer.Behaviour) async throws {
    let result = try await outcome(behaviour)
    guard case .failure(.unavailable(let message, _)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(message.contains("127.0.0.1"))
  }

  @Test(arguments: ["garbage\r\n\r\n", "HTTP/9.9 abc\r\n\r\n", "\u{1}\u{2}\u{3}\r\n\r\n"])
  func whatIsNoHTTPIsMalformed(text: String) async throws {
    let result = try await outcome(.say(text))
    guard case .failure(.malformed(let message)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(message.contains("does not answer in HTTP"))
  }

  @Test func refusedConnectionNamesTheHost() async throws {
    let server = try SocketServer { _ in .reset }
    let url = server.url
    server.stop()
    let result = await send(HTTPRequest(.post, url + "/x?key=s3cret"))
    try await transport.shutdown()
    #expect(
      result
        == .failure(
          .unavailable(
            url.dropFirst(7) + " refuses the connection (is the url right, is it running?)")))
  }

  @Test func unknownHostIsNamed() async throws {
    let result = await send(HTTPRequest(.get, "http://no-such-host.invalid/x?key=s3cret"))
    try await transport.shutdown()
    guard case .failure(.unavailable(let message, _)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(message.contains("no-such-host.invalid"))
  }

  @Test(arguments: ["nonsense", "ftp://x/y", "http://", ""])
  func addressesThatAreNoneAreRejected(url: String) async throws {
    let result = await send(HTTPRequest(.get, url))
    try await transport.shutdown()
    guard case .failure(.rejected) = result else {
      Issue.record("\(result)")
      return
    }
  }

  // Which of two limits speaks is up to the machine. The handshake's is short in both cases, because
  // shutting down waits for it.
  @Test(arguments: [Span.milliseconds(300), never], [Span.milliseconds(100), .milliseconds(600)])
  func stalledHandshakeEnds(timeout: Span, connectTimeout: Span) async throws {
    let transport = HTTPClientTransport(connectTimeout: connectTimeout)
    let server = try SocketServer { _ in .stall("") }
    defer { server.stop() }
    let result: Result<HTTPResponse, ConnectorError>
    do throws(ConnectorError) {
      result = .success(
        try await transport.send(
          HTTPRequest(.get, "https://127.0.0.1:\(server.port)/x"), timeout: timeout, maxBody: 10))
    } catch {
      result = .failure(error)
    }
    try await transport.shutdown()
    guard case .failure(.unavailable(let message, _)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(message.contains("127.0.0.1:\(server.port)"))
  }

  @Test func redirectStaysAtItsHost() async throws {
    let server = try SocketServer { head in
      head.hasPrefix("GET /x ")
        ? .keep("HTTP/1.1 302 Found\r\nLocation: /y?z=1\r\nContent-Length: 0\r\n\r\n")
        : .say("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhere")
    }
    defer { server.stop() }
    let answer = try await send(
      HTTPRequest(.get, server.url + "/x", headers: ["Authorization": "Basic abc"])
    ).get()
    try await transport.shutdown()
    #expect(answer.body == Array("here".utf8))
    #expect(server.requests.count == 2)
    #expect(server.requests.last?.hasPrefix("GET /y?z=1 ") == true)
  }

  @Test(arguments: ["http://evil.example/x?token=abc", "//evil.example/x", "https://127.0.0.1/x"])
  func redirectElsewhereIsNeverFollowed(location: String) async throws {
    let server = try SocketServer { _ in
      .say("HTTP/1.1 301 Moved\r\nLocation: \(location)\r\nContent-Length: 0\r\n\r\n")
    }
    defer { server.stop() }
    let result = await send(
      HTTPRequest(.get, server.url + "/x", headers: ["Authorization": "Basic abc"]))
    try await transport.shutdown()
    guard case .failure(.rejected(_, let message)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(server.requests.count == 1)
    #expect(!message.contains("token") && message.contains("make it the account's url"))
  }

  @Test func circularRedirectEnds() async throws {
    let server = try SocketServer { _ in
      .keep("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
    }
    defer { server.stop() }
    let result = await send(HTTPRequest(.get, server.url + "/x"))
    try await transport.shutdown()
    guard case .failure(.rejected) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(server.requests.count == 4)
  }

  @Test func cancelledRequestEndsAtOnce() async throws {
    let server = try SocketServer { _ in .stall("") }
    defer { server.stop() }
    let request = HTTPRequest(.get, server.url + "/x")
    let task = Task { await send(request, .seconds(600)) }
    task.cancel()
    let result = await task.value
    try await transport.shutdown()
    guard case .failure(.unavailable(let message, _)) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(!message.contains("600000 ms"))
  }

  @Test(arguments: [
    SocketServer.Behaviour.reset, .say("garbage\r\n\r\n"), .stall("HTTP/1.1 200 OK\r\n"), .say(""),
  ]) func noErrorEverTellsTheQuery(behaviour: SocketServer.Behaviour) async throws {
    let result = try await outcome(behaviour, timeout: .milliseconds(200))
    guard case .failure(let error) = result else {
      Issue.record("\(result)")
      return
    }
    #expect(!error.message.contains("s3cret") && !"\(error)".contains("s3cret"))
  }
}
