import Canvas
import Console
import Fulfillment
import Ncurses
import Settings
import Store
import Sync

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Puts the console together on this terminal: theme, keys, settings, loop.
@MainActor
struct Screen {
  /// The store it shows.
  let store: Store
  private let loop: ConsoleLoop

  /// Opens the terminal while `opening` still opens the store; where that fails the terminal is given
  /// back before the complaint.
  init(
    opening: @autoclosure () async throws -> Store, configuration: Configuration,
    clock: any Clock, health: SyncHealth, hasStorefront: Bool,
    pull: @escaping @Sendable (String?) -> Void, dispatch: @escaping @Sendable () -> Void = {}
  ) async throws {
    let environment = GlobalOptions.environment
    let themes = Themes(folder: XDG(environment: environment).themesFolder)
    let isColoured = (environment["NO_COLOR"] ?? "").isEmpty
    let themeName = configuration.theme ?? Themes.standard
    let keymap: Keymap
    let theme: Theme
    do {
      keymap = try Keymap(overrides: configuration.keys)
      theme = try themes.load(themeName)
    } catch {
      throw Failure("the console can't be opened", "\(error)", remedy: "mend the configuration")
    }
    let terminal: NcursesTerminal
    do {
      terminal = try NcursesTerminal(theme: theme, colour: isColoured ? .automatic : .none)
    } catch {
      throw Failure(
        "the console can't be opened here", "\(error)",
        remedy: "the verbs work without a screen: supercargo orders")
    }
    let store: Store
    do {
      store = try await opening()
    } catch {
      terminal.close()
      throw error
    }
    self.store = store
    let settings = ConsoleSettings(
      operatorName: configuration.operatorName, hold: configuration.hold,
      returnWindow: configuration.returnWindow,
      utcOffsetMinutes: configuration.utcOffsetMinutes ?? LocalZone.minutesEast(at: clock.now()),
      glyphs: Self.glyphs(configuration.glyphs, environment), themes: themes.entries.map(\.name),
      theme: themeName, hasStorefront: hasStorefront, storePath: store.path,
      timeRate: Int64(max(1, clock.rate)))
    let state = ConsoleState(
      size: terminal.size, now: clock.now(), settings: settings, keymap: keymap)
    loop = ConsoleLoop(
      terminal: terminal, clock: clock, state: state,
      performer: EffectPerformer(
        store: store, clock: clock, configuration: configuration, themes: themes, pull: pull,
        dispatch: dispatch))
    loop.start(health: health)
  }

  /// Runs until the operator quits.
  func run() async { await loop.run() }

  /// Tells the screen who pulls.
  func tell(_ health: SyncHealth) { loop.receive(.syncHealth(health)) }

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
