import Connectors
import Fulfillment
import Store
import Wire

/// The wire to one account for what must not be repeated blindly: each request goes once, and how it
/// failed is told with whether it can have had its effect. Pace and token are shared with the pulls.
struct AccountLine: Sendable {
  /// Tokens are fetched through it. Its retries are off: the store knows when to come back.
  let caller: Caller
  let failPoint: FailPoint

  /// How a request failed.
  struct Failure: Error {
    var error: ConnectorError
    /// It may have had its effect at the far side.
    var isLost: Bool
    /// Not again before.
    var until: Timestamp
  }

  /// A longer closure is not waited for with a message in hand.
  private static let patience = Span.seconds(10)

  var now: Timestamp { caller.time.now() }

  /// The answer to what became of something whose sending reads first: it is not asked about but sent again.
  func sendsAgain(_ claim: Claim) -> SendOutcome {
    .silent("it is not asked", until: now + caller.time.real(Rest.after(claim.sending.asked)))
  }

  /// Makes sure that the account may be asked and that there is a token.
  func prepare() async throws -> Postponement? {
    let patience = caller.time.real(AccountLine.patience)
    if let until = caller.session.closedUntil(now), until - now > patience {
      return Postponement(until: until, reason: "too many requests")
    }
    do {
      _ = try await caller.token()
      return nil
    } catch let failure as PullFailure {
      return Postponement(until: close(failure.error), reason: failure.error.message)
    }
  }

  /// Sends a request that changes something. Once it is under way it is waited for even where this task
  /// is cancelled: one given up on would be one of unknown outcome.
  /// - Parameter build: nil where the far side can't do that.
  /// - Throws: `Failure`; `CancellationError` and `LeaseLost` where nothing was sent.
  func change<Output: Sendable>(
    _ build: (RequestContext) -> Exchange<Output>?
  ) async throws -> Output? {
    let (context, isNew) = try await context()
    guard let exchange = build(context) else { return nil }
    try await takeTurn()
    try failPoint.pass(.beforeSend)
    let answer = await Task { await transmit(exchange.request) }.value
    try failPoint.pass(.afterSend)
    return try result(answer, exchange, token: context.token, isNew: isNew)
  }

  /// How often a question is asked that came too soon.
  private static let tries = 3

  /// Sends a request that only reads: a failure is never lost, or nothing would come of it. One that came
  /// a moment too soon is asked again: what is read in steps would else never get to its end.
  func read<Output: Sendable>(
    _ build: (RequestContext) -> Exchange<Output>?
  ) async throws -> Output? {
    for _ in 1..<AccountLine.tries {
      do {
        return try await ask(build)
      } catch let failure as Failure {
        let isBrief = failure.until - now <= caller.time.real(AccountLine.patience)
        guard case .throttled = failure.error, isBrief else { throw failure }
      }
    }
    return try await ask(build)
  }

  private func ask<Output: Sendable>(
    _ build: (RequestContext) -> Exchange<Output>?
  ) async throws -> Output? {
    let (context, isNew) = try await context()
    guard let exchange = build(context) else { return nil }
    try await takeTurn()
    let answer = await transmit(exchange.request)
    try Task.checkCancellation()
    do {
      return try result(answer, exchange, token: context.token, isNew: isNew)
    } catch var failure as Failure {
      failure.isLost = false
      throw failure
    }
  }

  private func context() async throws -> (RequestContext, isNew: Bool) {
    do {
      let token = try await caller.token()
      let context = RequestContext(
        now: now, nonce: caller.random.nonce(), token: token.value)
      return (context, token.isNew)
    } catch let failure as PullFailure {
      throw Failure(error: failure.error, isLost: false, until: close(failure.error))
    }
  }

  /// Waits for the account's pace, then takes the last look at the lease.
  private func takeTurn() async throws {
    try await caller.wait(until: caller.session.reserve(now), because: "rate limit")
    try Task.checkCancellation()
    try await caller.permit()
  }

  private func transmit(_ request: HTTPRequest) async -> Result<HTTPResponse, ConnectorError> {
    do throws(ConnectorError) {
      return .success(
        try await caller.transport.send(
          request, timeout: caller.policy.requestTimeout, maxBody: caller.policy.maxBody))
    } catch {
      return .failure(error)
    }
  }

  private func result<Output: Sendable>(
    _ answer: Result<HTTPResponse, ConnectorError>, _ exchange: Exchange<Output>, token: String,
    isNew: Bool
  ) throws -> Output {
    var (error, isLost): (ConnectorError, Bool)
    switch answer {
    case .success(let response):
      do throws(ConnectorError) {
        return try exchange.decode(response)
      } catch let caught {
        error = caught
      }
      // Trouble at their side in the middle of it, whatever the connector makes of it.
      isLost = if case .unavailable = error { response.status >= 500 } else { false }
    case .failure(let caught):
      error = caught
      // It was sent, and led elsewhere: what became of it there is not known.
      isLost = if case .rejected(let code, _) = caught { !code.isEmpty } else { false }
    }
    switch error {
    case .unknownOutcome, .malformed: isLost = true
    case .unauthorized where caller.authenticating != nil:
      caller.authenticating.map { caller.session.forget(token, of: $0) }
      // With another token it may go at once; where this one was just fetched, that is not the trouble.
      if !isNew { throw Failure(error: error, isLost: false, until: now) }
    case .unauthorized, .throttled, .rejected, .unavailable: break
    }
    throw Failure(error: error, isLost: isLost, until: close(error))
  }

  /// When to come back after an error; an account that throttles is closed until then.
  private func close(_ error: ConnectorError) -> Timestamp {
    switch error {
    case .throttled(let after):
      let until = now + caller.time.real(max(after ?? .seconds(2), .seconds(1)))
      caller.session.close(until: until)
      return until
    case .unavailable(_, let after): return now + caller.time.real(after ?? .seconds(30))
    case .unauthorized: return now + caller.time.real(Rest.operatorsTurn)
    case .rejected, .malformed, .unknownOutcome: return now
    }
  }
}
