/// What a cell means. Themes give each role a style; nothing outside a theme names a colour.
package enum Role: Int, CaseIterable, Sendable {
  case text, dim, strong
  case header, headerLive, headerStale, footer, footerKey
  case border, borderFocused, title, columnHeader
  /// The row under the cursor in the focused panel, in another panel, and a marked row.
  case selected, selectedUnfocused, marked
  case severityNotice, severityWarning, severitySerious, severityCritical
  /// Where an order stands: waits for us, is on its way, ended well, ended badly.
  case stateWaiting, stateMoving, stateDone, stateBad
  case money, stale, tag, match, chart
  case input, inputError, inputHint
  case overlay, overlayBorder, overlayTitle
  case noticeInfo, noticeWarning, noticeError, undo
}
