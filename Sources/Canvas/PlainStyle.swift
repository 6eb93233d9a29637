extension Role {
  /// How the role looks where no colour may be used at all: by bold, reverse and underline.
  package var plainStyle: Style {
    switch self {
    case .header, .headerLive, .headerStale, .footer, .selected, .noticeError:
      Style(bold: self == .headerStale, reverse: true)
    case .footerKey: Style(bold: true, reverse: true)
    case .selectedUnfocused, .columnHeader, .input: Style(underline: true)
    case .strong, .title, .borderFocused, .overlayTitle, .severityWarning, .severitySerious,
      .stateBad, .stateWaiting, .noticeWarning, .marked, .undo:
      Style(bold: true)
    case .severityCritical: Style(bold: true, reverse: true)
    case .match, .stale, .inputError: Style(bold: true, underline: true)
    case .text, .dim, .border, .severityNotice, .stateMoving, .stateDone, .money, .tag, .chart,
      .inputHint, .overlay, .overlayBorder, .noticeInfo:
      Style()
    }
  }
}

extension Theme {
  /// Whether any role names a colour.
  package var hasColours: Bool {
    Role.allCases.contains { self[$0].foreground != nil || self[$0].background != nil }
  }

  /// The theme for a terminal without colours: its own styles if it never had any, else `plainStyle`.
  package var withoutColours: Theme {
    guard hasColours else { return self }
    return Theme(name: name, isLight: isLight) { $0.plainStyle }
  }
}
