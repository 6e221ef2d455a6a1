"""Section 4 of docs/model.md: war as a random walk, by its linear system and never by its closed form."""
from arithmetic import exact, logistic

CHALLENGER, DEFENDER = 0, 1


class War:
    """One war for one side: the front, the chances of collapse, and what the side has and pays while fighting."""

    def __init__(self, side, positions, stalemate, collapses, discount_factor, war_cost, status_quo, freeze=0, thaw=0):
        self.side, self.positions = side, positions
        self.stalemate, self.freeze, self.thaw = exact(stalemate), exact(freeze), exact(thaw)
        self.collapses = [exact(e) for e in collapses]
        self.beta = exact(discount_factor) ** (1 / exact(12))
        self.war_cost = exact(war_cost)
        self.status_quo = status_quo

    def values(self, log_odds):
        """W at the positions 0..N, from W(n) = right(n) + up W(n+1) + stay W(n) + down W(n-1)."""
        p = logistic(log_odds)
        fought = 1 - sum(self.collapses)
        theta = self.beta * fought * (1 - self.freeze)
        freezes = self.beta * fought * self.freeze
        up, down = theta * (1 - self.stalemate) * p, theta * (1 - self.stalemate) * (1 - p)
        # F(n) = kept phi(n) + back W(n), put in for F(n)
        kept, back = self.frozen()
        diagonal = 1 - theta * self.stalemate - freezes * back
        right = [self.right(n) + freezes * kept * self.status_quo(n) for n in range(1, self.positions)]
        return eliminate(diagonal, up, down, right, self.ends())

    def ends(self):
        """W at 0 and at N."""
        return (0, 1) if self.side == CHALLENGER else (1, 0)

    def of_collapses(self):
        """What the victories that come of collapses bring in a month: e_j."""
        return self.collapses[1 - self.side]

    def frozen(self):
        """Weights of phi(n) and of W(n) in F(n) = (1 - beta) phi(n) + beta (thaw W(n) + (1 - thaw) F(n))."""
        ends = 1 - self.beta * (1 - self.thaw)
        return (1 - self.beta) / ends, self.beta * self.thaw / ends

    def frozen_value(self, position, log_odds):
        """F at a position."""
        kept, back = self.frozen()
        return kept * self.status_quo(position) + back * self.value(position, log_odds)

    def right(self, n):
        """(1 - beta)(phi(n) - c) + beta e_j."""
        flow = (1 - self.beta) * (self.status_quo(n) - self.war_cost)
        return flow + self.beta * self.of_collapses()

    def value(self, position, log_odds):
        return self.values(log_odds)[position]


def eliminate(diagonal, up, down, right, ends):
    """Solves diagonal x(n) - up x(n+1) - down x(n-1) = right(n) with x(0) and x(N) given, by Gaussian elimination."""
    slopes, offsets = [exact(0)], [exact(ends[0])]
    for known in right:
        pivot = diagonal - down * slopes[-1]
        offsets.append((known + down * offsets[-1]) / pivot)
        slopes.append(up / pivot)
    values = [exact(ends[1])]
    for slope, offset in zip(reversed(slopes), reversed(offsets)):
        values.append(offset + slope * values[-1])
    return values[::-1]


def linear(intercept, slope_per_share, positions):
    """phi(n) = intercept + slope n/N."""
    intercept, slope = exact(intercept), exact(slope_per_share)
    return lambda n: intercept + slope * n / positions


def listed(flows):
    flows = [exact(flow) for flow in flows]
    return lambda n: flows[n]
