"""What can be done to places, units, posts, their holders, and accounts."""

from entremise.organisation.actions.absences import (
    forget_old_absences,
    note_absence,
    take_back_absence,
)
from entremise.organisation.actions.accounts import (
    FirstLogin,
    change_account,
    close_account,
    forget_second_factor,
    open_account,
    renew_first_login,
    reopen_account,
)
from entremise.organisation.actions.devices import enrol_device, note_use, remove_device
from entremise.organisation.actions.importing import ImportSummary, import_units
from entremise.organisation.actions.places import (
    change_employer,
    change_unit,
    close_unit,
    create_employer,
    create_unit,
    write_protocol,
)
from entremise.organisation.actions.posts import (
    add_to_territory,
    change_post,
    create_post,
    remove_from_territory,
    rename_queue,
)
from entremise.organisation.actions.rooms import (
    RoomFacts,
    add_room,
    add_room_hours,
    change_room,
    remove_room_hours,
)
from entremise.organisation.actions.sms import allow_sms
from entremise.organisation.actions.staffing import (
    add_duty_hours,
    cover_post,
    end_cover,
    end_holding,
    give_post,
    remove_duty_hours,
)

__all__ = [
    "FirstLogin",
    "ImportSummary",
    "RoomFacts",
    "add_duty_hours",
    "add_room",
    "add_room_hours",
    "add_to_territory",
    "allow_sms",
    "change_account",
    "change_employer",
    "change_post",
    "change_room",
    "change_unit",
    "close_account",
    "close_unit",
    "cover_post",
    "create_employer",
    "create_post",
    "create_unit",
    "end_cover",
    "end_holding",
    "enrol_device",
    "forget_old_absences",
    "forget_second_factor",
    "give_post",
    "import_units",
    "note_absence",
    "note_use",
    "open_account",
    "remove_device",
    "remove_duty_hours",
    "remove_from_territory",
    "remove_room_hours",
    "rename_queue",
    "renew_first_login",
    "reopen_account",
    "take_back_absence",
    "write_protocol",
]
