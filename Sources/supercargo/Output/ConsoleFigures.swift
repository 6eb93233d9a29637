/// What `bench console` found, as a table and as JSON.
struct ConsoleFigures {
  var orders = 0
  var idle: IdleFigures?
  var memory: (resident: Double, own: Double, most: Double)?
  var fed: FeedProcess.Taken?
  private var names: [String] = []
  private var own: [String: [Press]] = [:]
  private var rivals: [String: [Press]] = [:]

  /// Adds presses of a key to its row.
  mutating func add(_ name: String, _ presses: [Press]) {
    if own[name] == nil { names.append(name) }
    own[name, default: []] += presses
  }

  /// The same of the program it is measured against.
  mutating func addRival(_ name: String, _ presses: [Press]) {
    rivals[name, default: []] += presses
  }

  /// One JSON object's fields.
  var fields: [(String, JSON)] {
    var fields: [(String, JSON)] = [("orders", .count(orders))]
    for name in names {
      fields += Self.fields(name, own[name] ?? [])
      guard let rival = rivals[name], !rival.isEmpty else { continue }
      fields += Self.fields("against_\(name)", rival)
      fields.append(("\(name)_ratio", .number(round(ratio(name)))))
    }
    if let idle {
      fields.append(("idle_cpu_s_per_min", .number(round(idle.processor * 10) / 10)))
      fields.append(("idle_wakeups_per_min", .number(idle.wakeups.rounded())))
      fields.append(("idle_bytes_per_min", .number(idle.bytes.rounded())))
    }
    if let memory {
      fields.append(("rss_mb", .number(round(memory.resident))))
      fields.append(("rss_own_mb", .number(round(memory.own))))
      fields.append(("rss_most_mb", .number(round(memory.most))))
    }
    if let fed {
      fields.append(("fed_orders_per_min", .number(Self.pace(fed.orders, fed))))
      fields.append(("fed_events_per_min", .number(Self.pace(fed.events, fed))))
    }
    return fields
  }

  /// Lines for people: a row a key, then the rest.
  var table: [String] {
    var lines = [
      "\(Self.grouped(Double(orders))) orders"
        + (fed.map {
          ", \(Self.grouped(Self.pace($0.orders, $0))) orders and "
            + "\(Self.grouped(Self.pace($0.events, $0))) scans a minute coming in"
        } ?? "")
    ]
    lines.append(Self.row("", ["p50 ms", "p99 ms", "bytes", "its p50", "its p99", "ratio"]))
    for name in names {
      let sample = Sample((own[name] ?? []).map(\.milliseconds))
      let bytes = Sample((own[name] ?? []).map { Double($0.bytes) }).median
      var cells = [
        Self.digits(sample.percentile(0.5)), Self.digits(sample.percentile(0.99)),
        String(Int(bytes)),
      ]
      if let rival = rivals[name], !rival.isEmpty {
        let other = Sample(rival.map(\.milliseconds))
        cells += [
          Self.digits(other.median), Self.digits(other.percentile(0.99)), Self.digits(ratio(name)),
        ]
      }
      lines.append(Self.row(name, cells))
    }
    if let idle {
      lines.append(
        "idle: \(Self.digits(idle.processor * 1000)) ms of processor time, "
          + "\(Int(idle.wakeups)) wake-ups and \(Int(idle.bytes)) bytes a minute")
    }
    if let memory {
      lines.append(
        "memory: \(Self.digits(memory.resident)) MB resident, \(Self.digits(memory.own)) of it its own, "
          + "at most \(Self.digits(memory.most))")
    }
    return lines
  }

  private func ratio(_ name: String) -> Double {
    let rival = Sample((rivals[name] ?? []).map(\.milliseconds)).median
    return rival > 0 ? Sample((own[name] ?? []).map(\.milliseconds)).median / rival : 0
  }

  private static func fields(_ name: String, _ presses: [Press]) -> [(String, JSON)] {
    let sample = Sample(presses.map(\.milliseconds))
    return [
      ("\(name)_p50_ms", .number(round(sample.percentile(0.5)))),
      ("\(name)_p99_ms", .number(round(sample.percentile(0.99)))),
      ("\(name)_bytes", .number(Sample(presses.map { Double($0.bytes) }).median)),
    ]
  }

  private static func pace(_ count: Int, _ fed: FeedProcess.Taken) -> Double {
    fed.seconds > 0 ? (Double(count) * 60 / fed.seconds).rounded() : 0
  }

  private static func row(_ name: String, _ cells: [String]) -> String {
    let first = name + String(repeating: " ", count: max(0, 8 - name.count))
    return first
      + cells.map { String(repeating: " ", count: max(1, 9 - $0.count)) + $0 }.joined()
  }

  private static func grouped(_ value: Double) -> String {
    var digits = String(Int(value))
    var end = digits.count - 3
    while end > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: end))
      end -= 3
    }
    return digits
  }

  private static func digits(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

/// Two digits after the point.
private func round(_ value: Double) -> Double { (value * 100).rounded() / 100 }
