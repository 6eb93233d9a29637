internal import Fulfillment
internal import GRDB

/// Writes what orders come to: for most of them only when to look again.
struct EvaluationWriter {
  private let work: Work
  private let never: Scan
  private var later: RowBatch
  private var opened: RowBatch
  private var shown: RowBatch
  private var tally = AttentionTally()
  /// Orders with another promised day.
  private var renewed: [Int64] = []

  private static let later = RowBatch.Form(width: 2) {
    "UPDATE orderCheck SET at = v.column2 FROM (VALUES \($0)) v WHERE orderID = v.column1"
  }

  init(_ work: Work) throws {
    self.work = work
    never = try Scan(work.database, "DELETE FROM orderCheck WHERE orderID = ?1")
    later = RowBatch(work.database, EvaluationWriter.later)
    opened = RowBatch(work.database, Work.opened)
    shown = RowBatch(work.database, Work.shown)
  }

  /// Each order once in a transaction.
  mutating func write(
    _ evaluations: [Evaluation], _ result: inout DetectionResult
  ) throws {
    for evaluation in evaluations {
      if let news = evaluation.news { try write(news, of: evaluation.id, &result) }
      if let next = evaluation.nextCheck {
        try later.add([.number(evaluation.id), .time(next)])
      } else {
        try never.run(evaluation.id)
      }
    }
  }

  /// To be called before the transaction ends.
  mutating func end() throws {
    try opened.end()
    try shown.end()
    try later.end()
    try tally.write(work.database)
    guard !renewed.isEmpty else { return }
    var figures = FigureCount(work.database)
    for id in renewed { try figures.note(id) }
    try figures.write()
  }

  private mutating func write(
    _ news: EvaluationNews, of id: Int64, _ result: inout DetectionResult
  ) throws {
    let settlement = news.settlement
    if settlement.isNews { try work.write(settlement) }
    if let promise = news.promise {
      try promise.write(id, work.database)
      renewed.append(id)
    }
    if let recourse = news.recourse {
      try RecourseRows.write(recourse, of: id, work.database)
    }
    if !news.after.isEmpty {
      result.count(from: news.before.map(\.exception), to: news.after)
      try work.write(
        news.after, replacing: news.before, of: .order(id), exposure: news.exposure, &opened,
        &tally)
    }
    guard news.attention != news.attended else { return }
    let hundredths = try work.rates.hundredths(news.exposure?.money(news.after))
    try shown.add(Work.row(news.attention, of: id, hundredths: hundredths))
    tally.count(
      news.attention, replacing: news.attended, currency: news.currency,
      supplier: settlement.derived.supplier)
  }
}
