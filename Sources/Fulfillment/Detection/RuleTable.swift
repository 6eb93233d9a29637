/// Every rule about an order. A new rule is one value in `Rules/` and one line here.
package let ruleTable: [Rule] = []
