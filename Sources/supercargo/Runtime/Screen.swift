import Canvas
import Connectors
import Console
import Fulfillment
import Ncurses
import Settings
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Puts the console together on this terminal: theme, keys, settings, loop.
@MainActor
struct Screen {
  /// The store it shows.
  let store: Store
  private let loop: ConsoleLoop

  /// Opens the terminal while the store is opened and read for the first frame; where either fails the
  /// terminal is given back before the complaint.
  init(
    opening: Task<Store, any Error>, at storePath: String, configuration: Configuration,
    clock: any Clock, health: SyncHealth, hasStorefront: Bool,
    pull: @escaping @Sendable (String?) -> Void, dispatch: @escaping @Sendable () -> Void = {},
    memory: OperatorMemory? = nil, isDemo: Bool = false, logPath: String = ""
  ) async throws {
    let environment = GlobalOptions.environment
    let themes = Themes(folder: configuration.folder.themes)
    let themeName = configuration.theme ?? Themes.standard
    let keymap: Keymap
    do {
      keymap = try Keymap(overrides: configuration.keys)
    } catch {
      throw Self.unusable(error)
    }
    var settings = ConsoleSettings(
      operatorName: configuration.operatorName, hold: configuration.hold,
      returnWindow: configuration.returnWindow,
      zone: try LocalZone.zone(configuration.zone, around: clock.now()),
      glyphs: Self.glyphs(configuration.glyphs, environment), themes: themes.entries.map(\.name),
      theme: themeName, hasStorefront: hasStorefront, storePath: storePath,
      timeRate: Int64(max(1, clock.rate)), purchaseHold: configuration.purchaseHold,
      bell: configuration.bell, quietHours: configuration.quietHours,
      tellsCustomers: configuration.notices.isOn, ownTime: Self.ownTime(by: clock))
    settings.shops = Self.shops(configuration)
    settings.logPath = logPath
    settings.isLinear = configuration.isLinear
    settings.numbers = configuration.numbers
    settings.ownCodes = configuration.thresholds.ownRules.map(\.code)
    settings.desktop = configuration.desktop
    settings.views = configuration.filters.sorted { $0.key < $1.key }.map {
      SavedView(name: $0.key, text: $0.value, origin: .configured)
    }
    let size = Self.size ?? Size(columns: 80, rows: 24)
    var state = ConsoleState(size: size, now: clock.now(), settings: settings, keymap: keymap)
    if let memory { state.arrangement = memory.arrangement() }
    if isDemo || memory?.isEmpty == true { state.welcome() }
    let effects = ConsoleLoop.firstEffects(of: &state, health, clock.now())
    let reading = Task.detached {
      let store = try await opening.value
      let performer = EffectPerformer(
        store: store, clock: clock, configuration: configuration, themes: themes, pull: pull,
        dispatch: dispatch, memory: memory)
      return (store, performer, effects.compactMap(performer.answer))
    }
    let theme: Theme
    do {
      theme = try themes.load(themeName)
    } catch {
      throw Self.unusable(error)
    }
    let terminal: NcursesTerminal
    do {
      let isColoured = (environment["NO_COLOR"] ?? "").isEmpty
      terminal = try NcursesTerminal(theme: theme, colour: isColoured ? .automatic : .none)
    } catch {
      throw Failure(
        "the console can't be opened here", "\(error)",
        remedy: "the verbs work without a screen: supercargo orders")
    }
    let (performer, answers): (EffectPerformer, [Message])
    do {
      (store, performer, answers) = try await reading.value
    } catch {
      terminal.close()
      throw error
    }
    loop = ConsoleLoop(terminal: terminal, clock: clock, state: state, performer: performer)
    loop.start(effects, answers: answers)
    if terminal.size != size { loop.receive(.resize(terminal.size)) }
  }

  private static func unusable(_ error: any Error) -> Failure {
    Failure("the console can't be opened", "\(error)", remedy: "mend the configuration")
  }

  /// The size of the terminal, before it is opened.
  private static var size: Size? {
    // struct winsize: rows, columns, and two that nobody fills in (ioctl_tty(2)).
    var cells: (rows: UInt16, columns: UInt16, width: UInt16, height: UInt16) = (0, 0, 0, 0)
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &cells) == 0, cells.rows > 0, cells.columns > 0
    else { return nil }
    return Size(columns: Int(cells.columns), rows: Int(cells.rows))
  }

  /// Where the shops are.
  private static func shops(_ configuration: Configuration) -> [String: ShopAddress] {
    let shops = configuration.accounts.filter { $0.account.role == .storefront }.map {
      ($0.account.name, ShopAddress(service: $0.account.service, url: $0.credentials.url))
    }
    return Dictionary(shops, uniquingKeysWith: { first, _ in first })
  }

  /// Runs until the operator quits.
  func run() async { await loop.run() }

  /// Tells the screen who pulls.
  func tell(_ health: SyncHealth) { loop.receive(.syncHealth(health)) }

  /// How a clock that runs faster stands to the operator's own.
  private static func ownTime(by clock: any Clock) -> OwnTime? {
    clock.rate == 1 ? nil : OwnTime(shown: clock.now(), own: SystemTime().now())
  }

  private static func glyphs(
    _ choice: Configuration.GlyphChoice, _ environment: [String: String]
  ) -> Glyphs {
    switch choice {
    case .automatic: hasUnicode(environment) ? .unicode : .ascii
    case .unicode: .unicode
    case .ascii: .ascii
    }
  }

  /// The locale's character set is UTF-8, by the usual order of variables.
  private static func hasUnicode(_ environment: [String: String]) -> Bool {
    let name = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }
      .first { !$0.isEmpty }
    // `de_DE.UTF-8@euro`
    let codeset = (name ?? "").split(separator: ".").last?.split(separator: "@").first ?? ""
    return ["utf-8", "utf8"].contains(codeset.lowercased())
  }
}
