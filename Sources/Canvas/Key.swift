/// What came in from the keyboard, the mouse or the terminal.
package enum Key: Hashable, Sendable {
  case character(Character)
  /// `ctrl-d` is `.control("d")`.
  case control(Character)
  case alt(Character)
  case up, down, left, right, pageUp, pageDown, home, end
  case enter, escape, tab, backTab, backspace, delete, insert
  case function(Int)
  case mouse(Mouse)
  /// Text pasted in one go (bracketed paste), as received.
  case paste(String)
  case resize(Size)

  /// A mouse report; cells count from 0.
  package struct Mouse: Hashable, Sendable {
    /// What was done with it.
    package enum Action: Hashable, Sendable { case click, doubleClick, wheelUp, wheelDown }
    package var action: Action
    package var column: Int
    package var row: Int

    package init(_ action: Action, column: Int, row: Int) {
      self.action = action
      self.column = column
      self.row = row
    }
  }
}
