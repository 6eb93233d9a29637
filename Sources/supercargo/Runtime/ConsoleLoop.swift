import Canvas
import Console
import Dispatch
import Fulfillment
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The one loop of the console: turns keys, clock and changes of the store into messages, gives them to
/// `update`, performs the effects and paints. It wakes only for a key, a change or a due clock.
@MainActor
final class ConsoleLoop {
  private let terminal: any Terminal
  private let clock: any Clock
  private let performer: EffectPerformer
  private var state: ConsoleState
  private var sources: [any DispatchSourceProtocol] = []
  private var alarm: (any DispatchSourceTimer)?
  private var alarmAt: Timestamp?
  private var ended: CheckedContinuation<Void, Never>?
  private var isEnded = false
  private var isSuspended = false

  init(
    terminal: any Terminal, clock: any Clock, state: ConsoleState, performer: EffectPerformer
  ) {
    self.terminal = terminal
    self.clock = clock
    self.state = state
    self.performer = performer
  }

  /// Paints the first frame from a first, direct read of the store.
  func start(health: SyncHealth) {
    let effects = Self.firstEffects(of: &state, health, clock.now())
    start(effects, answers: effects.compactMap(performer.answer))
  }

  /// Paints the first frame from what was read while the terminal was being opened: the answers to the
  /// loads among the first effects.
  func start(_ effects: [Effect], answers: [Message]) {
    for effect in effects {
      if case .load = effect { continue }
      perform(effect)
    }
    for message in answers {
      for effect in update(&state, message) { perform(effect) }
    }
    paint()
  }

  /// What the first frame needs.
  static func firstEffects(
    of state: inout ConsoleState, _ health: SyncHealth, _ now: Timestamp
  ) -> [Effect] {
    update(&state, .syncHealth(health)) + update(&state, .started(now))
  }

  /// Runs until the operator quits or a signal ends the program; the terminal is restored then.
  func run() async {
    listen()
    await withCheckedContinuation { continuation in
      if isEnded { continuation.resume() } else { ended = continuation }
    }
    sources.forEach { $0.cancel() }
    alarm?.cancel()
    performer.stop()
    terminal.close()
  }

  /// Takes a message in: state, effects, frame.
  func receive(_ message: Message) {
    receive([message])
  }

  private func receive(_ messages: [Message]) {
    guard !isEnded else { return }
    for message in messages {
      for effect in update(&state, message) { perform(effect) }
    }
    paint()
  }

  private func paint() {
    guard !isEnded, !isSuspended else { return }
    terminal.paint(view(state))
    setAlarm()
  }

  // MARK: - What wakes the loop

  private func listen() {
    let input = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
    input.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readKeys() } }
    sources.append(input)
    on(SIGWINCH) { $0.readKeys() }
    for signal in [SIGTERM, SIGHUP, SIGINT] { on(signal) { $0.end() } }
    on(SIGCONT) { $0.continued() }
    performer.onChange { [weak self] in
      DispatchQueue.main.async {
        MainActor.assumeIsolated { self?.storeChanged() }
      }
    }
    sources.forEach { $0.activate() }
  }

  private func on(_ number: Int32, _ act: @escaping @MainActor (ConsoleLoop) -> Void) {
    let source = DispatchSource.makeSignalSource(signal: number, queue: .main)
    #if canImport(Darwin)
      // kqueue hears a signal beside its default action, which must not end the program first.
      if number != SIGCONT && number != SIGWINCH {
        source.setRegistrationHandler { signal(number, SIG_IGN) }
      }
    #endif
    source.setEventHandler { [weak self] in
      MainActor.assumeIsolated { if let self { act(self) } }
    }
    sources.append(source)
  }

  private func readKeys() {
    guard !isSuspended else { return }
    let keys = terminal.readKeys()
    guard !keys.isEmpty else {
      if hasLostTerminal { end() }
      return
    }
    let now = clock.now()
    receive(
      keys.map { key in
        if case .resize(let size) = key { return .resize(size) }
        return .key(key, now)
      })
  }

  /// Readable and yet empty: the other side has hung up.
  private var hasLostTerminal: Bool {
    var poll = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    guard systemPoll(&poll) == 1 else { return false }
    return Int32(poll.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
  }

  private func systemPoll(_ descriptor: inout pollfd) -> Int32 { poll(&descriptor, 1, 0) }

  private func storeChanged() { receive(.storeChanged(clock.now())) }

  private func setAlarm() {
    let wake = state.nextWake(clock.now())
    guard wake != alarmAt else { return }
    alarmAt = wake
    alarm?.cancel()
    guard let wake else { return }
    let left = Double((wake - clock.now()).milliseconds) / clock.rate
    let timer = DispatchSource.makeTimerSource(queue: .main)
    timer.schedule(
      deadline: .now() + .milliseconds(max(1, Int(left.rounded(.up)))), leeway: .milliseconds(50))
    timer.setEventHandler { [weak self] in
      MainActor.assumeIsolated {
        guard let self else { return }
        self.alarmAt = nil
        self.receive(.tick(self.clock.now()))
      }
    }
    timer.activate()
    alarm = timer
  }

  // MARK: - Effects

  private func perform(_ effect: Effect) {
    switch effect {
    case .copy(let text): terminal.copy(text)
    case .bell: terminal.bell()
    case .redraw: terminal.redraw()
    case .suspend: suspend()
    case .quit: end()
    case .setTheme(let name):
      switch performer.theme(name) {
      case .success(let theme): terminal.use(theme)
      case .failure(let failure): receive(.failed(failure.description, nil, clock.now()))
      }
    case .edit(let text, let number):
      let edited = outside { ShellWork.edit(text) }
      receive(.edited(edited, number, clock.now()))
    case .pipe(let command, let rows, let number):
      let (status, line) = outside { ShellWork.pipe(rows, into: command) }
      receive(.piped(status: status, line: line, number, clock.now()))
    case .load, .decide, .undo, .redo, .saveFilter, .recordPurchase, .pull, .plan, .buy, .cancel,
      .askSupplier, .checkOffer, .saveOffer, .openClaim, .stepClaim,
      .previewMove, .prepareEvidence, .submitEvidence:
      performer.perform(effect) { [weak self] message in
        DispatchQueue.main.async {
          MainActor.assumeIsolated { self?.receive(message) }
        }
      }
    }
  }

  /// Lends the terminal to another program.
  private func outside<Result>(_ work: () -> Result) -> Result {
    isSuspended = true
    terminal.suspend()
    let result = work()
    isSuspended = false
    terminal.resume()
    receive(.resize(terminal.size))
    return result
  }

  private func suspend() {
    isSuspended = true
    terminal.suspend()
    raise(SIGSTOP)
  }

  /// Stopped by our own key or from outside: the shell may have changed the terminal meanwhile.
  private func continued() {
    if !isSuspended { terminal.suspend() }
    isSuspended = false
    terminal.resume()
    receive([.resize(terminal.size), .storeChanged(clock.now())])
  }

  private func end() {
    guard !isEnded else { return }
    isEnded = true
    ended?.resume()
    ended = nil
  }
}
