package import Fulfillment

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The operator's own texts of notices: files `KIND.LANGUAGE.txt` in a folder, each in the place of the
/// built-in one.
package struct NoticeTemplates: Sendable {
  private let folder: String

  /// - Parameter folder: it need not exist.
  package init(folder: String) { self.folder = folder }

  /// Beside a configuration file.
  package init(besides file: String) {
    self.init(folder: ConfigurationFolder(of: file).notices)
  }

  /// Every text that can be read, and what is wrong with the others.
  package func load() -> (
    templates: [NoticeKind: [NoticeLanguage: NoticeTemplate]], problems: [ConfigurationError]
  ) {
    var templates: [NoticeKind: [NoticeLanguage: NoticeTemplate]] = [:]
    var problems: [ConfigurationError] = []
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in files.sorted() where name.hasSuffix(".txt") {
      let path = folder + "/" + name
      do throws(ConfigurationError) {
        let (kind, language) = try NoticeTemplates.place(name, path)
        templates[kind, default: [:]][language] = try NoticeTemplates.read(path)
      } catch {
        problems.append(error)
      }
    }
    return (templates, problems)
  }

  /// Every text; throws where one can't be read: nobody is written to in words that are not meant.
  package func all() throws(ConfigurationError) -> [NoticeKind: [NoticeLanguage: NoticeTemplate]] {
    let (templates, problems) = load()
    if let first = problems.first { throw first }
    return templates
  }

  private static func place(
    _ name: String, _ path: String
  ) throws(ConfigurationError) -> (NoticeKind, NoticeLanguage) {
    let parts = name.dropLast(4).split(separator: ".")
    guard parts.count == 2, let kind = NoticeKind(rawValue: String(parts[0])),
      let language = NoticeLanguage(rawValue: String(parts[1]))
    else {
      throw ConfigurationError(
        file: path, what: "the name says no kind and language of a notice",
        remedy: "call it delayed.en.txt or the like; supercargo notices templates list shows all")
    }
    return (kind, language)
  }

  private static func read(_ path: String) throws(ConfigurationError) -> NoticeTemplate {
    let text = try Configuration.text(of: path)
    do throws(NoticeTemplate.Problem) {
      return try NoticeTemplate(text)
    } catch {
      throw ConfigurationError(
        file: path, line: error.line, what: "column \(error.column): \(error.reason)", remedy: "")
    }
  }
}
