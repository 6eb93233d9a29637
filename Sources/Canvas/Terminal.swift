/// A place to paint frames and read keys. The one real one is `NcursesTerminal`.
@MainActor
package protocol Terminal: AnyObject {
  var size: Size { get }
  /// Paints the whole frame; only what differs from the last one is sent.
  func paint(_ grid: Grid)
  /// Everything typed since the last call, without waiting.
  func readKeys() -> [Key]
  /// Changes the styles; the next `paint` shows them.
  func use(_ theme: Theme)
  /// Puts that text on the operator's own clipboard (OSC 52); nothing if it is longer than
  /// `Clipboard.limit`.
  func copy(_ text: String)
  /// Rings the bell once.
  func bell()
  /// Has the terminal tell the desktop something.
  func notify(_ kind: DesktopSequence.Kind, title: String, text: String)
  /// Leaves the screen to another program or the shell (suspend, `$EDITOR`); `resume` takes it back.
  func suspend()
  func resume()
  /// Forgets what the screen shows; the next `paint` sends all of it (`ctrl-l`).
  func redraw()
  /// Restores the terminal. Nothing may be called after it.
  func close()
}

extension Terminal {
  package func redraw() {}
  package func notify(_ kind: DesktopSequence.Kind, title: String, text: String) {}
}
