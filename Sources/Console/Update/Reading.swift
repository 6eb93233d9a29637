import Canvas
import Fulfillment

// Long texts for the pager, pages for the browser.

extension ConsoleState {
  /// What the keys are at, as plain text in the pager: the order's page, else the rows.
  mutating func openPager() -> [Effect] {
    if let order, isOrderFocused {
      guard let detail = order.detail else { return refuse("the order is still being read") }
      let sheet = orderSheet(detail, evidence: order.evidence, width: 96)
      let lines = ["Order \(detail.row.name)", ""] + sheet.lines.map(\.text)
      return [.page(lines.map { $0.sanitised(limit: 4_000) }.joined(separator: "\n") + "\n")]
    }
    return [.page(RowText.extent(self) + "\n\n" + AlignedText.of(RowText.of(self)))]
  }

  var pagerAvailability: Availability {
    order != nil && isOrderFocused ? .available : rowAvailability
  }

  var logAvailability: Availability {
    settings.logPath.isEmpty ? .unavailable("nothing is logged here") : .available
  }

  /// The parcel's or the order's page in a browser.
  mutating func open(_ detail: OrderDetail) -> [Effect] {
    let items = LinkItems.of(detail, settings.shops)
    switch items.count {
    case 0:
      return refuse("\(detail.row.name.sanitised(limit: 60)) has no parcel and no page to open")
    case 1: return choose(items[0].action)
    default:
      overlay = .menu(Menu(title: "Open in the browser", items: items))
      return []
    }
  }
}

/// Columns parted by tabs, made even for reading.
enum AlignedText {
  static func of(_ text: String) -> String {
    let rows = text.split(separator: "\n").map { line in
      line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    var widths: [Int] = []
    for row in rows {
      for (index, field) in row.enumerated() {
        if index == widths.count { widths.append(0) }
        widths[index] = max(widths[index], field.columns)
      }
    }
    let lines = rows.map { row in
      let padded = row.enumerated().map { index, field in
        index == row.count - 1
          ? field : field + String(repeating: " ", count: widths[index] - field.columns)
      }
      return padded.joined(separator: "  ")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
