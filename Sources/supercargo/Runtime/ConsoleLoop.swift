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
  /// When it went on after its own key, on the stopwatch; nil: it never did.
  private var resumedAt: Int64?
  /// Answers have come that are not painted yet.
  private var isPaintDue = false
  /// Another program has the terminal: what is typed there, an interrupt too, is meant for it.
  private var isLent = false

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
    terminal.close()
    performer.stop()
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

  /// Takes an answer in. Those that have come by then are painted together.
  private func take(_ answer: Message) {
    guard !isEnded else { return }
    for effect in update(&state, answer) { perform(effect) }
    guard !isPaintDue else { return }
    isPaintDue = true
    DispatchQueue.main.async { [weak self] in
      MainActor.assumeIsolated {
        guard let self, self.isPaintDue else { return }
        self.paint()
      }
    }
  }

  private func paint() {
    isPaintDue = false
    guard !isEnded, !isSuspended else { return }
    terminal.paint(view(state))
    setAlarm()
  }

  // MARK: - What wakes the loop

  private func listen() {
    let input = DispatchSource.makeReadSource(fileDescriptor: STDIN_FILENO, queue: .main)
    input.setEventHandler { [weak self] in MainActor.assumeIsolated { self?.readKeys() } }
    sources.append(input)
    on(SIGWINCH) { $0.windowChanged() }
    for signal in [SIGTERM, SIGHUP] { on(signal) { $0.end() } }
    on(SIGINT) { if !$0.isLent { $0.end() } }
    on(SIGCONT) { $0.heardContinue() }
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

  /// The window may have become small and large again before it was looked at: what was on it is gone, and
  /// its size tells nothing of that.
  private func windowChanged() {
    guard !isSuspended else { return }
    terminal.redraw()
    readKeys()
    paint()
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
    case .notify(let title, let text): notify(title, text)
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
    case .page(let text):
      tell(outside { ShellWork.page(text) })
    case .pageFile(let path):
      tell(outside { ShellWork.page(endOf: path) })
    case .open(let link): open(link)
    case .remember, .load, .decide, .undo, .redo, .forgetFilter, .saveView, .forgetView, .keep,
      .recordPurchase, .pull, .plan, .buy,
      .cancel,
      .askSupplier, .checkOffer, .saveOffer, .openClaim, .stepClaim,
      .previewMove, .tryRules, .prepareEvidence, .rehearse, .submitEvidence:
      performer.perform(effect) { [weak self] message in
        DispatchQueue.main.async {
          MainActor.assumeIsolated { self?.take(message) }
        }
      }
    }
  }

  /// Opens a page with the first program that can; without one the address is copied.
  private func open(_ link: SafeLink) {
    for command in Browser.commands(for: link, environment: GlobalOptions.environment) {
      let isOpen =
        command.needsTerminal
        ? outside { ShellWork.run(command.words) } : Browser.start(command.words)
      if isOpen { return }
    }
    terminal.copy(link.text)
    tell("No browser can be started here: copied \(link.text) (set BROWSER to open it)")
  }

  /// Tells the desktop, in the operator's way.
  private func notify(_ title: String, _ text: String) {
    switch state.settings.desktop.way {
    case .off: break
    case .osc9: terminal.notify(.osc9, title: title, text: text)
    case .osc777: terminal.notify(.osc777, title: title, text: text)
    case .command(let words):
      guard !Browser.start(words + [title, text]) else { return }
      tell("\(words.first ?? "") can't be started: see notify_command in config.toml")
    }
  }

  /// Tells what went wrong, if anything.
  private func tell(_ problem: String?) {
    guard let problem else { return }
    receive(.failed(problem, nil, clock.now()))
  }

  /// Lends the terminal to another program.
  private func outside<Result>(_ work: () -> Result) -> Result {
    isLent = true
    // After whatever came in meanwhile.
    defer { DispatchQueue.main.async { MainActor.assumeIsolated { self.isLent = false } } }
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
    // Whoever started it (make, a script) leads the job and is stopped with it, else the shell would not
    // notice and take the terminal back.
    if getpgrp() != getpid() {
      let before = signal(SIGTSTP, SIG_IGN)
      kill(0, SIGTSTP)
      signal(SIGTSTP, before)
    }
    raise(SIGSTOP)
    // Here it goes on. The signal that says so, too, gets lost now and then between the threads.
    continued()
    resumedAt = Stopwatch.now
  }

  /// Continued by a signal after it was stopped, by our own key or from outside.
  private func heardContinue() {
    if let resumedAt, Stopwatch.now - resumedAt < 1_000_000_000 { return }
    continued()
  }

  /// The shell may have changed the terminal meanwhile.
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
