import Hummingbird
package import Logging
import NIOCore
import Synchronization
package import Wire

/// An HTTP/1.1 server that hands every request, whatever its method and path, to one function.
/// The only importer of Hummingbird.
package struct HummingbirdServer: Sendable {
  /// Answers a request. It is cancelled when it takes longer than the request's time.
  package typealias Respond = @Sendable (Wire.HTTPRequest) async -> Wire.HTTPResponse

  /// What becomes of a request, for servers that play a bad network.
  package enum Reply: Hashable, Sendable {
    case response(Wire.HTTPResponse)
    /// The connection is closed, before any byte of an answer.
    case reset
    /// Nothing is sent; the connection stays open until the client gives up or the server stops.
    case hang
  }

  private let host: String
  private let port: Int
  private let maxBody: Int
  private let requestTimeout: Duration
  private let idleTimeout: Duration
  private let maxConcurrent: Int
  private let atWork = Count()
  private let reply: @Sendable (Wire.HTTPRequest) async -> Reply
  private let log: Logger

  /// A server on `host` and `port` (0: any free one). Bodies above `maxBody` bytes are refused with
  /// 413, a method we do not know with 405; a request that takes longer than `requestTimeout` from its first
  /// header to its answer ends with 408 where its body has not come whole, else with 503. A connection idle
  /// for `idleTimeout`, or twice as long, is closed. More than `maxConcurrent` requests at a time are refused with 503 before their bodies are read.
  package init(
    host: String = "127.0.0.1", port: Int = 0, maxBody: Int = 1_048_576,
    requestTimeout: Duration = .seconds(30), idleTimeout: Duration? = nil,
    maxConcurrent: Int = .max, log: Logger = Logger(label: "server"),
    respond: @escaping Respond
  ) {
    self.init(
      host: host, port: port, maxBody: maxBody, requestTimeout: requestTimeout,
      idleTimeout: idleTimeout, maxConcurrent: maxConcurrent, log: log,
      reply: { .response(await respond($0)) })
  }

  /// The same for a function that may also refuse to answer.
  package init(
    host: String = "127.0.0.1", port: Int = 0, maxBody: Int = 1_048_576,
    requestTimeout: Duration = .seconds(30), idleTimeout: Duration? = nil,
    maxConcurrent: Int = .max, log: Logger = Logger(label: "server"),
    reply: @escaping @Sendable (Wire.HTTPRequest) async -> Reply
  ) {
    self.host = host
    self.port = port
    self.maxBody = maxBody
    self.requestTimeout = requestTimeout
    // Longer than a request has: closed at the same moment, nobody would hear that it took too long.
    self.idleTimeout = idleTimeout ?? requestTimeout * 2
    self.maxConcurrent = maxConcurrent
    self.log = log
    self.reply = reply
  }

  /// Serves until the task is cancelled, then closes its connections and returns. `onReady` hears
  /// the bound port once connections are accepted. Throws where the address can't be bound.
  package func run(onReady: @escaping @Sendable (Int) -> Void = { _ in }) async throws {
    let idle = TimeAmount.seconds(max(1, idleTimeout.components.seconds))
    let application = Application(
      responder: CallbackResponder<ChannelContext> { request, context in
        await answer(request, on: context.channel)
      },
      server: .http1(configuration: .init(idleTimeout: idle)),
      configuration: .init(address: .hostname(host, port: port)),
      onServerRunning: { channel in
        if let bound = channel.localAddress?.port { onReady(bound) }
      },
      logger: log)
    do {
      try await application.run()
    } catch is CancellationError {
      log.debug("server stopped")
    }
  }

  private func answer(_ request: Request, on channel: any Channel) async -> Response {
    if let length = request.headers[.contentLength].flatMap(Int.init), length > maxBody {
      return Self.refusal(.contentTooLarge)
    }
    let count = atWork.add(1)
    defer { _ = atWork.add(-1) }
    guard count <= maxConcurrent else { return Self.refusal(.serviceUnavailable) }
    // A request without a body has come whole with its head.
    let bodies = Count(Self.hasBody(request) ? 0 : 1)
    let outcome = await withTaskGroup(of: Outcome?.self) { group in
      group.addTask { await exchange(request) { _ = bodies.add(1) } }
      group.addTask {
        do { try await Task.sleep(for: requestTimeout) } catch { return nil }
        log.debug("request timed out", metadata: ["path": "\(request.uri.path)"])
        // Whoever sends too slowly is told so; it is no trouble of ours.
        return .answer(
          Self.refusal(bodies.add(0) > 0 ? .serviceUnavailable : .requestTimeout))
      }
      defer { group.cancelAll() }
      for await outcome in group {
        if let outcome { return outcome }
      }
      return Outcome.answer(Self.refusal(.serviceUnavailable))
    }
    switch outcome {
    case .answer(let response): return response
    case .reset:
      do {
        try await channel.close()
      } catch {
        log.debug("the connection was closed already", metadata: ["error": "\(error)"])
      }
    case .hang:
      await withTaskCancellationHandler {
        do { try await channel.closeFuture.get() } catch { log.debug("\(error)") }
      } onCancel: {
        channel.close(promise: nil)
      }
    }
    // The connection is gone: nobody reads it.
    return Self.refusal(.serviceUnavailable)
  }

  /// More than the head is announced.
  private static func hasBody(_ request: Request) -> Bool {
    if request.headers[.transferEncoding] != nil { return true }
    guard let length = request.headers[.contentLength] else { return false }
    return Int(length) != 0
  }

  private enum Outcome: Sendable {
    case answer(Response)
    case reset, hang
  }

  private func exchange(_ request: Request, onRead: @Sendable () -> Void) async -> Outcome {
    guard let method = Wire.HTTPRequest.Method(rawValue: request.method.rawValue) else {
      return .answer(Self.refusal(.methodNotAllowed))
    }
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: maxBody)
    } catch is NIOTooManyBytesError {
      return .answer(Self.refusal(.contentTooLarge))
    } catch {
      // The client went away while sending, or sent no valid body: nobody is left to be told more.
      log.debug("unreadable request body", metadata: ["error": "\(error)"])
      return .answer(Self.refusal(.badRequest))
    }
    onRead()
    var headers = HTTPHeaders()
    for field in request.headers { headers.add(field.name.rawName, field.value) }
    let authority = request.head.authority ?? "\(host):\(port)"
    let reply = await reply(
      Wire.HTTPRequest(
        method, "http://\(authority)\(request.uri.string)", headers: headers,
        body: Array(body.readableBytesView)))
    switch reply {
    case .response(let response): return .answer(Self.response(response))
    case .reset: return .reset
    case .hang: return .hang
    }
  }

  private static func response(_ answer: Wire.HTTPResponse) -> Response {
    var headers = HTTPFields()
    for field in answer.headers.fields {
      // The server writes the length itself; a second one would break the framing.
      guard let name = HTTPFields.Element.Name(field.name), name != .contentLength else { continue }
      headers.append(HTTPFields.Element(name: name, value: field.value))
    }
    return Response(
      status: .init(code: answer.status), headers: headers,
      body: .init(byteBuffer: ByteBuffer(bytes: answer.body)))
  }

  /// An answer without content, after which the connection is of no more use.
  private static func refusal(_ status: Hummingbird.HTTPResponse.Status) -> Response {
    var headers: HTTPFields = [.connection: "close"]
    // What we had no time for may come again.
    if status == .serviceUnavailable { headers[.retryAfter] = "5" }
    return Response(status: status, headers: headers)
  }
}

/// How many there are now.
private final class Count: Sendable {
  private let value: Mutex<Int>

  init(_ value: Int = 0) { self.value = Mutex(value) }

  /// Returns the new count.
  func add(_ change: Int) -> Int {
    value.withLock {
      $0 += change
      return $0
    }
  }
}

/// A request's context that knows its connection.
private struct ChannelContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    channel = source.channel
  }
}
