using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Auth.Api.Authentication;

/// <summary>Replaces a controller by copies with a path of their own.</summary>
internal static class ControllerCopies
{
    /// <summary>Replaces a controller by one copy for each item, at the same position.</summary>
    /// <param name="application">The application.</param>
    /// <param name="controller">The type of the controller.</param>
    /// <param name="items">The items.</param>
    /// <param name="pathOf">Returns the path of an item.</param>
    /// <param name="adapt">Adapts the copy for an item.</param>
    public static void Replace<T>(
        this ApplicationModel application, Type controller, IEnumerable<T> items, Func<T, string> pathOf, Action<ControllerModel, T> adapt)
    {
        var template = application.Controllers.Single(model => model.ControllerType == controller);
        var position = application.Controllers.IndexOf(template);
        application.Controllers.RemoveAt(position);
        foreach (var item in items)
        {
            var copy = new ControllerModel(template);
            foreach (var selector in copy.Selectors)
                selector.AttributeRouteModel!.Template = pathOf(item);
            adapt(copy, item);
            application.Controllers.Insert(position++, copy);
        }
    }

    /// <summary>Removes the actions that a copy does not have.</summary>
    public static void RemoveActions(this ControllerModel controller, Func<ActionModel, bool> isRemoved)
    {
        foreach (var action in controller.Actions.Where(isRemoved).ToList())
            controller.Actions.Remove(action);
    }
}
