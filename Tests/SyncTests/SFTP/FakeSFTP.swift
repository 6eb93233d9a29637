import Foundation
import TestSupport

/// A program that takes the same words as OpenSSH's `sftp` and does them in a folder of its own; what it was
/// called with is kept.
struct FakeSFTP {
  let folder: String
  var program: String { folder + "/sftp" }
  /// What the far side has.
  var root: String { folder + "/root" }

  init(in folder: String) throws {
    self.folder = folder
    for name in ["/root/home/out", "/root/home/in"] {
      try FileManager.default.createDirectory(
        atPath: folder + name, withIntermediateDirectories: true)
    }
    try script(FakeSFTP.words)
  }

  /// Replaces what it does.
  func script(_ text: String) throws {
    try Executable.write("#!/bin/sh\nhere=\(folder)\n\(text)\n", to: program)
  }

  /// A line of words for each time it was called.
  var calls: [String] {
    let text = (try? String(contentsOfFile: folder + "/calls", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  func put(_ name: String, _ text: String) throws {
    try text.write(toFile: root + name, atomically: false, encoding: .utf8)
  }

  func text(_ name: String) -> String? {
    try? String(contentsOfFile: root + name, encoding: .utf8)
  }

  /// As the client does: each line of the batch in turn, ended by the first that fails, unless a dash
  /// stands before it.
  private static let words = """
    echo "$@" >> "$here/calls"
    while [ $# -gt 1 ]; do [ "$1" = -b ] && batch=$2; shift; done
    cd "$here/root"
    fail() { echo "$1" >&2; exit 1; }
    while IFS= read -r line; do
      echo "sftp> $line"
      eval "set -- $line"
      case $1 in
        put) cp "$3" ".$4" 2>/dev/null || fail "dest open \\"$4\\": No such file or directory" ;;
        get) cp ".$2" "$3" 2>/dev/null || fail "File \\"$2\\" not found." ;;
        rename) mv ".$2" ".$3" 2>/dev/null || fail "remote rename: Failure" ;;
        rm) rm ".$2" 2>/dev/null || fail "remote delete: No such file or directory" ;;
        -mkdir) mkdir ".$2" 2>/dev/null ;;
        cd) [ -d ".$2" ] || fail "stat remote: No such file or directory"; where=.$2 ;;
        ls) ls -lna "$where" | tail -n +2 ;;
        *) fail "Invalid command." ;;
      esac
    done < "$batch"
    """
}
