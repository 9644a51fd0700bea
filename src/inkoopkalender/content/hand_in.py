"""When, where and from whom a kind of submission is handed in, and what becomes of what comes too late."""

from typing import Literal

from pydantic import Field, model_validator

from inkoopkalender.content.calendar_shapes import Key, Shape

Channel = Literal["vecozo", "upload", "mail", "portal"]
Who = Literal["participants", "round", "anyone"]
LatePolicy = Literal["refuse", "accept-late", "consequence", "needs-approval"]


class HandInShape(Shape):
    """How and when it is handed in: what the intake does, and what the form and the receipt say."""

    window: Key | None = Field(None, description="The event of the calendar in whose period it is handed in")
    also: tuple[Key, ...] = Field(
        (), description="Further events at which the same is handed in: of another track, or in another year"
    )
    who: Who = Field(
        "participants",
        description="participants: of the track of the event; round: of any track of the round; "
        "anyone: every organisation in the register, as for who is new",
    )
    channel: Channel | None = Field(None, description="Left out when the policy does not say")
    address: str = Field("", description="The mailbox or page, where the policy names one")
    late: LatePolicy = Field(
        "refuse",
        description="What comes in after the period: refuse it; accept-late: it counts, marked late; "
        "consequence: kept as late, its consequence named; needs-approval: kept as late until decided",
    )
    second_approver: Literal["any", "closed-window"] = Field(
        "any", description="Which waivers wait for a second person: any, or only those of a closed window"
    )
    late_means: str = Field("", description="What being late leads to, in Dutch; left out when not stated")
    amend: str = Field("", description="Until when it may be handed in again, in Dutch")
    amend_until: Key | None = Field(
        None,
        description="The event after whose end what was accepted can be handed in anew no more; left out, or "
        "`window`: the end of its own period",
    )
    reviewer: str = Field("", description="Who judges it")

    @model_validator(mode="after")
    def _names_its_consequence(self) -> "HandInShape":
        if self.late == "consequence" and not self.late_means:
            raise ValueError("late: consequence vraagt om late_means: wat volgt uit te laat zijn")
        return self
