#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the system tells of the program in a pseudo terminal; all 0 on a system without `/proc`.
extension PseudoTerminal {
  /// Seconds of processor time so far, by all its threads.
  var processor: Double {
    // In user and in system mode, hundredths of a second, threads that have ended included: the 14th and
    // the 15th field of proc_pid_stat(5), counted from behind the name.
    let text = Self.text("/proc/\(process)/stat")
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    guard fields.count > 13 else { return 0 }
    return ((Double(fields[11]) ?? 0) + (Double(fields[12]) ?? 0)) / 100
  }

  /// How often each of its threads went to sleep by itself, and so was woken.
  var wakeups: [String: Int] {
    tasks.reduce(into: [:]) { counts, task in
      let text = Self.text("/proc/\(process)/task/\(task)/status")
      counts[task] = Self.number(after: "\nvoluntary_ctxt_switches:", in: text)
    }
  }

  /// Resident megabytes: all of it, what is its own alone, and the most there was.
  var memory: (resident: Double, own: Double, most: Double) {
    let text = Self.text("/proc/\(process)/status")
    func megabytes(_ name: String) -> Double {
      Double(Self.number(after: "\n" + name + ":", in: text)) / 1024
    }
    return (megabytes("VmRSS"), megabytes("RssAnon"), megabytes("VmHWM"))
  }

  private var tasks: [String] {
    guard let folder = opendir("/proc/\(process)/task") else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }

  private static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = fread(&bytes, 1, bytes.count, file)
    return "\n" + String(decoding: bytes[..<count], as: UTF8.self)
  }

  private static func number(after name: String, in text: String) -> Int {
    guard let range = text.utf8Range(of: name) else { return 0 }
    let digits = text.utf8[range...].drop { $0 < 0x30 || $0 > 0x39 }
      .prefix { $0 >= 0x30 && $0 <= 0x39 }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}

extension String {
  /// Where the text behind that word begins.
  fileprivate func utf8Range(of word: String) -> String.Index? {
    var start = utf8.startIndex
    while start < utf8.endIndex {
      if utf8[start...].starts(with: word.utf8) {
        return utf8.index(start, offsetBy: word.utf8.count)
      }
      start = utf8.index(after: start)
    }
    return nil
  }
}
