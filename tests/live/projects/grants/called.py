def handler(event, _):
    return event
