import Connectors
package import Fulfillment
package import Store

extension NoticeDesk {
  /// What the policy and the connected accounts come to.
  package init(_ policy: NoticePolicy, _ accounts: [ConnectedAccount], hold: Span) {
    self.init(
      policy: policy,
      tellingShops: Set(
        accounts.filter { $0.connection.fulfilling != nil }.map(\.account.name)),
      notingShops: Set(accounts.filter { $0.connection.noting != nil }.map(\.account.name)),
      hold: hold,
      encode: { letter in
        NoticeLetter.encode(
          from: letter.from, replyTo: letter.replyTo, to: letter.to, subject: letter.subject,
          text: letter.text, id: letter.id, language: letter.language.rawValue)
      },
      digest: { NoticeLetter.digest($0) })
  }
}
